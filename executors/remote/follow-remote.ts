import { randomBytes } from 'node:crypto';
import type { Clock } from '../../packages/work-queue/clock.js';
import type { Executable, Exit, Streams } from '../executor.js';
import { type Carrier, follow } from '../process/follow.js';
import { passOn } from '../process/pass-on.js';
import { AfterLine } from './after-line.js';
import { type RemoteCommand, remoteCommand } from './remote-command.js';

/** How a task in a container ended, or that it did not start: what its carrier said instead. */
export type RemoteExit = Exit & { readonly notStarted?: string };

/**
 * Follows a task in a container without a terminal. What its carrier writes to standard error before the task has started
 * is no output of the task.
 *
 * @param carrierOf the process that runs a command in the container
 */
export async function followRemote(
  executable: Executable,
  carrierOf: (command: RemoteCommand) => Omit<Carrier, 'preamble'>,
  streams: Streams,
  clock: Clock,
): Promise<RemoteExit> {
  const startLine = `KUBETASK_START_${randomBytes(8).toString('hex')}`;
  const command = remoteCommand(executable, { startLine });
  const stderr = new AfterLine(startLine);
  const passedOn = passOn(stderr, streams.stderr);
  const carrier = { ...carrierOf(command), preamble: command.preamble };
  try {
    const exit = await follow(executable, carrier, { ...streams, stderr }, clock);
    const notStarted = stderr.before;
    return { ...exit, ...(notStarted === undefined ? {} : { notStarted }) };
  } finally {
    stderr.end();
    await passedOn();
  }
}
