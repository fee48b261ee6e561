import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../../work-queue/clock.js';
import { type ProcessGroups, signalGroup } from './process-groups.js';
import { exitCodeOf, type ProcessSpec, spawnInGroup } from './spawn-in-group.js';

/** What starting a process takes, beside what to start. */
export interface ProcessServices {
  readonly groups: ProcessGroups;
  readonly clock: Clock;
  /** From `findMarker`. */
  readonly marker: string | undefined;
}

export type OutputStream = 'stdout' | 'stderr';

export interface ContainerProcess {
  readonly pid: number;
  /** The exit code as a container runtime tells it: 128 + n for signal n. Never rejects. */
  readonly exited: Promise<number>;
  /** Signals the whole process group; does nothing once it is gone. */
  signal(signal: NodeJS.Signals): void;
}

/** How long a process that left the group may hold the output open after the container has ended. */
const lingerMilliseconds = 500;

/**
 * Starts a process as the leader of its own group. When it exits, what is left of the group is killed, as everything in
 * a container ends with its first process; `exited` resolves after the last byte of output.
 *
 * @throws CannotStart when there is no such program, or it may not be executed
 */
export async function startProcess(
  spec: ProcessSpec,
  { groups, clock, marker }: ProcessServices,
  onOutput: (stream: OutputStream, chunk: Uint8Array) => void,
): Promise<ContainerProcess> {
  const child = await spawnInGroup(spec, marker, ['ignore', 'pipe', 'pipe']);
  const pid = child.pid ?? 0;
  groups.add(pid);
  child.stdout?.on('data', (chunk: Uint8Array) => onOutput('stdout', chunk));
  child.stderr?.on('data', (chunk: Uint8Array) => onOutput('stderr', chunk));
  const exited = exitCode(child, clock).finally(() => groups.remove(pid));
  return { pid, exited, signal: (signal) => signalGroup(pid, signal) };
}

async function exitCode(child: ChildProcess, clock: Clock): Promise<number> {
  const closed = once(child, 'close');
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  signalGroup(child.pid ?? 0, 'SIGKILL');
  const cancelLinger = clock.setTimeout(() => destroyOutput(child), lingerMilliseconds);
  await closed;
  cancelLinger();
  return exitCodeOf(code, signal);
}

function destroyOutput({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}
