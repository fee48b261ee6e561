#!/usr/bin/env node
import { ApiError } from '../runtime/engine/api-error.js';
import { parseOptions } from './options.js';
import { runSession } from './session.js';
import { UserError } from './user-error.js';

const EXIT_INTERRUPTED = 130;

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(EXIT_INTERRUPTED); // asked twice: the reaper cleans up behind us
    interrupt.abort();
  });
}

try {
  const succeeded = await runSession(parseOptions(process.argv.slice(2)), interrupt.signal);
  process.exit(interrupt.signal.aborted ? EXIT_INTERRUPTED : succeeded ? 0 : 1);
} catch (error) {
  if (!(error instanceof UserError || error instanceof ApiError)) throw error;
  console.error(error.message);
  process.exit(1);
}
