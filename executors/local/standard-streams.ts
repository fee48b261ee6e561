import type { ChildProcess, StdioOptions } from 'node:child_process';
import { finished } from 'node:stream/promises';
import type { Streams } from '../executor.js';

/** What `spawn` gets: the terminal itself when there is one, else pipes. */
export function stdioOf({ stdin, stdout, stderr, tty }: Streams): StdioOptions {
  if (tty) return [stdin ?? 'inherit', stdout, stderr];
  return [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'];
}

/**
 * Connects the pipes of a process to the streams of a task, with backpressure.
 *
 * @returns resolves when all of its output is passed on
 */
export function connect(child: ChildProcess, { stdin, stdout, stderr, tty }: Streams): () => Promise<void> {
  if (tty) return async () => {};
  child.stdout?.pipe(stdout, { end: false });
  child.stderr?.pipe(stderr, { end: false });
  if (stdin && child.stdin) {
    // EPIPE: the task ended before it read everything.
    child.stdin.on('error', () => stdin.unpipe());
    stdin.pipe(child.stdin);
  }
  return async () => {
    if (child.stdin) stdin?.unpipe(child.stdin);
    const pipes = [child.stdout, child.stderr].filter((pipe) => pipe !== null);
    await Promise.all(pipes.map((pipe) => (pipe.readableEnded || pipe.destroyed ? undefined : finished(pipe))));
  };
}
