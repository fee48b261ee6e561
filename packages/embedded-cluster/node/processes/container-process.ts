import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Clock } from '../../../work-queue/clock.js';
import { findProgram } from './find-program.js';
import { type PodMark, withMark } from './pod-mark.js';
import { type ProcessGroups, signalGroup } from './process-groups.js';

export interface ProcessSpec {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Must exist. */
  readonly cwd: string;
  /** By which its processes are known, wherever they go. */
  readonly mark?: PodMark | undefined;
}

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

/** The command cannot be executed on this machine. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
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

/**
 * Starts a process as the leader of its own group, with the mark of its Pod.
 *
 * @param stdio what the process has as stdin, stdout and stderr
 * @throws CannotStart when there is no such program, or it may not be executed
 */
export async function spawnInGroup(
  spec: ProcessSpec,
  marker: string | undefined,
  stdio: readonly ('ignore' | 'pipe')[],
): Promise<ChildProcess> {
  const { argv, env, cwd, mark } = spec;
  const isMarked = marker !== undefined && mark !== undefined;
  // The marker would say in the container's log what only its status should say.
  if (isMarked) assertStartable(spec);
  try {
    const [program = '', ...args] = isMarked ? withMark(marker, mark, argv) : argv;
    const child = spawn(program, args, { cwd, env, detached: true, stdio: [...stdio] });
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    throw new CannotStart(whyNot(argv[0], cause as NodeJS.ErrnoException), { cause });
  }
}

/** @throws CannotStart when there is no such program, or it may not be executed */
export function assertStartable({ argv: [file = ''], env, cwd }: ProcessSpec): void {
  try {
    findProgram(file, env.PATH ?? '', cwd);
  } catch (cause) {
    throw new CannotStart(whyNot(file, cause as NodeJS.ErrnoException), { cause });
  }
}

/** The container runtime's own words, then what they mean here. */
function whyNot(file = '', { code, message }: NodeJS.ErrnoException): string {
  const place = 'the embedded cluster runs commands as local processes, with the programs of this machine';
  if (code === 'ENOENT' && file.includes('/'))
    return `exec: "${file}": stat ${file}: no such file or directory: ${place}`;
  if (code === 'ENOENT') return `exec: "${file}": executable file not found in $PATH: ${place}`;
  if (code === 'EACCES') return `exec: "${file}": permission denied: ${place}`;
  return `exec: "${file}": ${message}: ${place}`;
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

/** As a container runtime tells it: 128 + n for signal n. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

function destroyOutput({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}
