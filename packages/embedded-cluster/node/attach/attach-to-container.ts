import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ProcessStreams } from '../../pod-streams.js';
import type { ContainerRun } from '../pod/pod-record.js';
import { pump } from '../processes/pump.js';

/**
 * Connects a client with the process of a container: its output from now on, and its input if the container has one.
 * Resolves when the container has ended and its output is with the client, or when the client is gone.
 */
export async function attachToContainer(
  { process, container, ended }: ContainerRun,
  { stdin, stdout, stderr, terminal, signal }: ProcessStreams,
): Promise<void> {
  const endsInput = container.stdinOnce === true && container.tty !== true;
  if (!process.stdin?.writableEnded) void pump(stdin, process.stdin, { end: endsInput });
  if (stdout) process.output.stdout.add(stdout);
  if (stderr) process.output.stderr.add(stderr);
  if (process.resize) terminal?.onResize(process.resize);
  await firstAborted(ended, signal);
  await Promise.all([stdout, stderr].map(complete));
}

async function complete(output: Writable | undefined): Promise<void> {
  if (output) await finished(output.end()).catch(() => undefined); // the client is gone
}

/** Leaves no listener behind on the signal that lives longer. */
function firstAborted(...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    };
    for (const signal of signals) signal.addEventListener('abort', done);
    if (signals.some(({ aborted }) => aborted)) done();
  });
}
