import type { Writable } from 'node:stream';
import type { StreamReader } from '../plan/agent-preset/stream.js';
import { readWrapperOptions } from '../plan/agent-preset/wrapper-options.js';
import { runAgent } from './run-agent.js';

/** Nobody waits longer for what is still to be passed on. */
const MOST_FLUSH_MS = 2000;

/** The program in the Pod: `node <preset>.mjs <options> -- <command of the CLI>`. */
export async function main(openReader: () => StreamReader): Promise<void> {
  const { stdout, stderr, env } = process;
  // Nobody reads any more: the work goes on.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  const exitCode = await runAgent(readWrapperOptions(process.argv.slice(2)), openReader(), {
    env,
    stdout,
    stderr,
    directory: process.cwd(),
    now: () => performance.now() / 1000,
    onTerminate: (listener) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, listener);
    },
  });
  await Promise.race([Promise.all([flushed(stdout), flushed(stderr)]), afterMs(MOST_FLUSH_MS)]);
  process.exit(exitCode);
}

/** Behind all that was written before. */
const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

const afterMs = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
