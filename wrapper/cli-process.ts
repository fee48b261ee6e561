import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ProcessExit } from '../plan/agent-preset/stream.js';

/** How long what the CLI has printed is waited for after its end. */
export interface Patience {
  /** Its children may hold its output open. */
  readonly openSeconds: number;
  /** Nobody may take what is passed on. */
  readonly stalledSeconds: number;
}

export interface CliProcess {
  /** The end of the process and of its output. Rejects if it does not start. */
  readonly ended: Promise<ProcessExit>;
  /** To the CLI and all that it has started, less what has a session of its own. */
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void;
}

export interface CliStart {
  readonly command: readonly string[];
  readonly directory: string;
  /** Undefined: its input is empty. */
  readonly input: Buffer | undefined;
  readonly patience: Patience;
  onOutput(from: 'stdout' | 'stderr', chunk: Buffer, source: Readable): void;
}

/** Starts the CLI as the leader of a process group of its own. */
export function startCli({ command, directory, input, patience, onOutput }: CliStart): CliProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: directory,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  for (const from of ['stdout', 'stderr'] as const) {
    const source = child[from] as Readable;
    source.on('data', (chunk: Buffer) => onOutput(from, chunk, source));
    source.on('error', () => {});
  }
  // A CLI may end before it has read all of its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const signal: CliProcess['signal'] = (name) => signalGroup(child, name);
  return { ended: ended(child, patience).finally(() => signal('SIGKILL')), signal };
}

function ended(child: ChildProcess, patience: Patience): Promise<ProcessExit> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.on('exit', (code, signal) => {
      const stopWaiting = waitForOutput(child, patience);
      child.on('close', () => {
        stopWaiting();
        resolve(signal === null ? { code: code ?? 1 } : { signal });
      });
    });
  });
}

/** Closes the output when nothing more can be expected of it. */
function waitForOutput({ stdout, stderr }: ChildProcess, { openSeconds, stalledSeconds }: Patience): () => void {
  const close = () => {
    stdout?.destroy();
    stderr?.destroy();
  };
  const isStalled = () => stdout?.isPaused() || stderr?.isPaused();
  const open = setTimeout(() => {
    if (!isStalled()) close();
  }, openSeconds * 1000);
  const stalled = setTimeout(close, stalledSeconds * 1000);
  return () => {
    clearTimeout(open);
    clearTimeout(stalled);
  };
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone.
  }
}
