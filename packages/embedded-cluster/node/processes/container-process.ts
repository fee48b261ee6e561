import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Clock } from '../../../work-queue/clock.js';
import type { TerminalSize } from '../../pod-streams.js';
import { openTerminal, type TerminalServices } from '../terminal/open-terminal.js';
import { resizeTerminal } from '../terminal/resize-terminal.js';
import { type ProcessGroups, signalGroup } from './process-groups.js';
import { type SharedOutput, shareOutput } from './shared-output.js';
import { exitCodeOf, type ProcessSpec, spawnInGroup } from './spawn-in-group.js';

/** What a container says of its process, beside what to run. */
export interface ContainerSpec extends ProcessSpec {
  /** It can be given input; without, it reads the end of the input. */
  readonly stdin?: boolean | undefined;
  readonly tty?: boolean | undefined;
}

/** What starting a process takes, beside what to start. */
export interface ProcessServices extends TerminalServices {
  readonly groups: ProcessGroups;
  readonly clock: Clock;
}

export type OutputStream = 'stdout' | 'stderr';

export interface ContainerProcess {
  readonly pid: number;
  /** The exit code as a container runtime tells it: 128 + n for signal n. Never rejects. */
  readonly exited: Promise<number>;
  /** Open until somebody ends it; absent when the container wants none. */
  readonly stdin?: Writable;
  readonly output: Readonly<Record<OutputStream, SharedOutput>>;
  /** Of a container with a terminal. */
  readonly resize?: (size: TerminalSize) => void;
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
  spec: ContainerSpec,
  services: ProcessServices,
  onOutput: (stream: OutputStream, chunk: Uint8Array) => void,
): Promise<ContainerProcess> {
  const { groups, clock } = services;
  const { child, exit, groupIds, resize } = await (spec.tty ? inTerminal : withPipes)(spec, services);
  const [pid = 0] = groupIds;
  for (const id of groupIds) groups.add(id);
  const output = {
    stdout: shareOutput(child.stdout, (chunk) => onOutput('stdout', chunk)),
    stderr: shareOutput(child.stderr, (chunk) => onOutput('stderr', chunk)),
  };
  const end = async () => {
    const exitCode = await exit;
    for (const id of groupIds) signalGroup(id, 'SIGKILL');
    for (const each of Object.values(output)) each.hurry();
    await whenClosed(child, clock);
    for (const id of groupIds) groups.remove(id);
    return exitCode;
  };
  child.stdin?.on('error', () => undefined); // it ended before it read everything
  return {
    pid,
    exited: end(),
    output,
    ...(spec.stdin && child.stdin && { stdin: child.stdin }),
    ...(resize && { resize }),
    signal: (signal) => signalGroup(pid, signal),
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number>;
  /** That of the container's first process comes first. */
  readonly groupIds: readonly number[];
  readonly resize?: (size: TerminalSize) => void;
}

async function withPipes(spec: ContainerSpec, { marker }: ProcessServices): Promise<Started> {
  const child = await spawnInGroup(spec, marker, [spec.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe']);
  return { child, exit: exitOf(child), groupIds: [child.pid ?? 0] };
}

async function inTerminal(spec: ContainerSpec, services: ProcessServices): Promise<Started> {
  const { child, leader } = await openTerminal(spec, services);
  const exit = exitOf(child);
  const known = await leader;
  const groupIds = [...(known ? [known.pid] : []), child.pid ?? 0];
  return { child, exit, groupIds, ...(known && { resize: resizeTerminal(known.device) }) };
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return exitCodeOf(code, signal);
}

async function whenClosed({ stdout, stderr }: ChildProcess, clock: Clock): Promise<void> {
  const open = [stdout, stderr].filter((stream) => stream && !stream.closed);
  const closed = Promise.all(open.map((stream) => stream && once(stream, 'close')));
  const cancelLinger = clock.setTimeout(() => {
    for (const stream of open) stream?.destroy();
  }, lingerMilliseconds);
  await closed;
  cancelLinger();
}
