import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ExecutionFailure } from '../execution-failure.js';

/** What a program wrote, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  /** Whether more was written than is kept. */
  readonly isCut: boolean;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly directory?: string;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** What is kept of each stream. @default 4 MiB */
  readonly mostBytes?: number;
}

/** A folder or a file that is not executable may have the name of a program. */
const notThere = new Set(['ENOENT', 'EACCES', 'ENOTDIR', 'ENOEXEC']);

const defaultMostBytes = 4 * 1024 * 1024;

/**
 * Runs a program to its end and collects what it writes.
 *
 * @returns undefined when there is no such program, or none that this user can run
 * @throws ExecutionFailure when the system cannot start a program now
 */
export async function runProgram(argv: readonly string[], options: RunOptions = {}): Promise<Ran | undefined> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    ...(options.directory ? { cwd: options.directory } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    env: options.env ?? process.env,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const most = options.mostBytes ?? defaultMostBytes;
  const [stdout, stderr] = [textOf(child.stdout, most), textOf(child.stderr, most)];
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { exitCode: code ?? 125, stdout: stdout.text(), isCut: stdout.isCut(), stderr: stderr.text() };
  } catch (error) {
    options.signal?.throwIfAborted();
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    if (notThere.has(code)) return undefined;
    if (!syscall?.startsWith('spawn')) throw error;
    throw new ExecutionFailure(`Cannot start ${program}: ${code}`, [], 125, { cause: error });
  }
}

function textOf(pipe: ChildProcess['stdout'], mostBytes: number) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  pipe?.on('data', (chunk: Buffer) => {
    if (bytes < mostBytes) chunks.push(chunk);
    bytes += chunk.length;
  });
  return { text: () => Buffer.concat(chunks).subarray(0, mostBytes).toString(), isCut: () => bytes > mostBytes };
}
