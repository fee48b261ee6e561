import type { ChildProcess, StdioOptions } from 'node:child_process';
import type { Streams } from '../executor.js';
import { passOn } from './pass-on.js';

/**
 * What `spawn` gets: the terminal itself when there is one, else pipes.
 *
 * @param isFed the process gets something on standard input, even if the caller gave none
 */
export function stdioOf({ stdin, stdout, stderr, tty }: Streams, isFed = false): StdioOptions {
  if (tty) return [stdin ?? 'inherit', stdout, stderr];
  return [stdin || isFed ? 'pipe' : 'ignore', 'pipe', 'pipe'];
}

/**
 * Connects the pipes of a process to the streams of a task, with backpressure.
 *
 * @param preamble goes to standard input before anything else
 * @returns resolves when all of its output is passed on, or it is no longer read
 */
export function connect(
  child: ChildProcess,
  { stdin, stdout, stderr, tty }: Streams,
  preamble = '',
): () => Promise<void> {
  if (tty) return async () => {};
  const passed = [
    ...(child.stdout ? [passOn(child.stdout, stdout)] : []),
    ...(child.stderr ? [passOn(child.stderr, stderr)] : []),
  ];
  if (child.stdin) {
    const input = child.stdin;
    // EPIPE: the task ended before it read everything.
    input.on('error', () => stdin?.unpipe(input));
    if (preamble) input.write(preamble);
    if (stdin) stdin.pipe(input);
    else input.end();
  }
  return async () => {
    if (child.stdin) stdin?.unpipe(child.stdin);
    await Promise.all(passed.map((done) => done()));
  };
}
