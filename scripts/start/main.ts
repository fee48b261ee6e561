#!/usr/bin/env node
import { parseOptions } from '../../cli/local/options.js';
import { complain } from '../../cli/local/say.js';
import { UserError } from '../../cli/local/user-error.js';
import { ApiError } from '../../runtime/engine/transport/api-error.js';
import { runSession } from './session.js';

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
