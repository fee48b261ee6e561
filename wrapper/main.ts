import type { StreamReader } from '../plan/agent-preset/stream.js';
import { readWrapperOptions } from '../plan/agent-preset/wrapper-options.js';
import { runAgent } from './run-agent.js';

/** The program in the Pod: `node <preset>.mjs <options> -- <command of the CLI>`. */
export async function main(openReader: () => StreamReader): Promise<void> {
  const { stdout, stderr, env } = process;
  // Nobody reads any more: the work goes on.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  process.exitCode = await runAgent(readWrapperOptions(process.argv.slice(2)), openReader(), {
    env,
    stdout,
    stderr,
    directory: process.cwd(),
    now: () => performance.now() / 1000,
    onTerminate: (listener) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, listener);
    },
  });
}
