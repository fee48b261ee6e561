import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { run } from '../../../cli/run-command-line.js';
import type { Finished } from '../plugin.js';

/** A folder with a task file. */
export interface TaskFolder {
  readonly path: string;
  /** Runs `kubectl task ...` there. */
  readonly task: (args: readonly string[], given?: Given) => Promise<Finished>;
  readonly remove: () => void;
}

export interface Given {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** Below the folder. */
  readonly directory?: string;
  /** Ctrl-C was pressed before anything was asked. */
  readonly isInterrupted?: boolean;
  /** May react to the output. */
  readonly onStdout?: (text: string, interrupt: () => void) => void;
  readonly tty?: { readonly columns: number; readonly rows: number };
}

export function taskFolder(file: string): TaskFolder {
  const path = mkdtempSync(join(tmpdir(), 'test-run-'));
  writeFileSync(join(path, 'kubetask.yaml'), file);
  return {
    path,
    task: (args, given = {}) => runIn(path, args, given),
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** Runs `kubectl task ...` in a folder. */
export async function runIn(path: string, args: readonly string[], given: Given): Promise<Finished> {
  const interrupt = new AbortController();
  if (given.isInterrupted) interrupt.abort();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const text = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => {
    text.stdout += chunk;
    given.onStdout?.(text.stdout, () => interrupt.abort());
  });
  stderr.on('data', (chunk: Buffer) => {
    text.stderr += chunk;
  });
  const terminal = given.tty ? { isTTY: true, ...given.tty } : {};
  const code = await run(args, {
    stdin: () => Readable.from(given.stdin === undefined ? [] : [Buffer.from(given.stdin)]),
    stdout: Object.assign(stdout, terminal),
    stderr: Object.assign(stderr, terminal),
    env: { PATH: process.env['PATH'], ...given.env },
    directory: join(path, given.directory ?? '.'),
    interrupt: interrupt.signal,
  });
  return { code, ...text };
}
