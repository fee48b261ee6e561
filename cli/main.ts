#!/usr/bin/env node
import { exitCodes } from './exit-codes.js';
import { watchInterrupts } from './interrupts.js';
import { run } from './run-command-line.js';

/** `kubectl task list | head`: the reader has seen enough. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.readerGone : exitCodes.failed),
  );
}

const interrupts = watchInterrupts();

/** The directory may have been deleted since the shell entered it. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('error: Cannot find the working directory: it was deleted\n  cd to a directory that exists\n');
    process.exit(1);
  }
}

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), {
  stdin: () => process.stdin,
  stdout,
  stderr,
  env,
  directory: workingDirectory(),
  interrupt: interrupts.signal,
  interrupts,
});
