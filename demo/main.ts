#!/usr/bin/env node
import { ApiError } from '../runtime/engine/api-error.js';
import { parseOptions } from './options.js';
import { complain } from './say.js';
import { runSession } from './session.js';
import { UserError } from './user-error.js';

const exitCodes = { Succeeded: 0, Failed: 1, Interrupted: 130 } as const;

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.Interrupted); // asked twice: the reaper cleans up behind us
    interrupt.abort();
  });
}

try {
  process.exit(exitCodes[await runSession(parseOptions(process.argv.slice(2)), interrupt.signal)]);
} catch (error) {
  if (!(error instanceof UserError || error instanceof ApiError)) throw error;
  complain(error.message);
  process.exit(1);
}
