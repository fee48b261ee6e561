#!/usr/bin/env node
import { watchInterrupts } from './interrupts.js';
import { run } from './run-command-line.js';

// `kubectl task list | head`: the reader has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

const interrupts = watchInterrupts();
const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), {
  stdin: () => process.stdin,
  stdout,
  stderr,
  env,
  directory: process.cwd(),
  interrupt: interrupts.signal,
  interrupts,
});
