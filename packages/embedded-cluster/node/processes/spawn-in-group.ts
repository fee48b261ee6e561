import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { assertExecutable } from './executable-format.js';
import { findProgram } from './find-program.js';
import { type PodMark, withMark } from './pod-mark.js';

export interface ProcessSpec {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Must exist. */
  readonly cwd: string;
  /** By which its processes are known, wherever they go. */
  readonly mark?: PodMark | undefined;
}

/** The command cannot be executed on this machine. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
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

/** @throws CannotStart when there is no such program or interpreter, or it may not be executed */
export function assertStartable({ argv: [file = ''], env, cwd }: ProcessSpec): void {
  let program: string;
  try {
    program = findProgram(file, env.PATH ?? '', cwd);
  } catch (cause) {
    throw new CannotStart(whyNot(file, cause as NodeJS.ErrnoException), { cause });
  }
  try {
    assertExecutable(program, cwd);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw new CannotStart(`exec ${program}: ${execProblems[code] ?? code}: ${place}`, { cause });
  }
}

/** What the system says of a file that is there. */
const execProblems: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOEXEC: 'exec format error',
};

const place = 'the embedded cluster runs commands as local processes, with the programs of this machine';

/** The container runtime's own words, then what they mean here. */
function whyNot(file = '', { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' && file.includes('/'))
    return `exec: "${file}": stat ${file}: no such file or directory: ${place}`;
  if (code === 'ENOENT') return `exec: "${file}": executable file not found in $PATH: ${place}`;
  if (code === 'EACCES') return `exec: "${file}": permission denied: ${place}`;
  return `exec: "${file}": ${message}: ${place}`;
}

/** As a container runtime tells it: 128 + n for signal n. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
