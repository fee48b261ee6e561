import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a program wrote, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly directory?: string;
  readonly input?: string;
  readonly signal?: AbortSignal;
}

const mostBytes = 4 * 1024 * 1024;

/**
 * Runs a program to its end and collects what it writes, at most 4 MiB of each stream.
 *
 * @returns undefined when there is no such program
 */
export async function runProgram(argv: readonly string[], options: RunOptions = {}): Promise<Ran | undefined> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    ...(options.directory ? { cwd: options.directory } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    env: options.env ?? process.env,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { exitCode: code ?? 125, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    options.signal?.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function textOf(pipe: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  pipe?.on('data', (chunk: Buffer) => {
    if (bytes < mostBytes) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).subarray(0, mostBytes).toString();
}
