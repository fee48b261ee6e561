import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import type { Executable, Executor, Exit, Streams } from '../executor.js';
import { interpreterOf } from '../interpreter.js';
import { watchLimits } from '../limits.js';
import { endProcesses } from './process-group.js';
import { writeScript } from './script-file.js';
import { connect, stdioOf } from './standard-streams.js';
import { checkDirectory, startFailure } from './start-failure.js';

/** How tasks run on this machine. */
export interface LocalOptions {
  /** The environment that the task's own is added to. @default the one of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Where a relative `workingDir` begins. @default the working directory of this process */
  readonly directory?: string;
  readonly clock?: Clock;
}

/** Exit code of a task that exceeded its timeout, as of the command `timeout`. */
const TIMED_OUT = 124;

/**
 * Runs tasks on this machine. Each has a process group of its own, unless it has the terminal. The group ends with the
 * task: SIGTERM, then SIGKILL after ten seconds. A process that shall outlive its task leaves the group with `setsid`.
 */
export function local(options: LocalOptions = {}): Executor {
  return {
    name: 'local',
    availability: async () => ({ isAvailable: true }),
    execute: (executable, streams) => run(executable, streams, options),
  };
}

async function run(executable: Executable, streams: Streams, options: LocalOptions): Promise<Exit> {
  const { clock = systemClock } = options;
  const started = clock.now();
  const script = writeScript(executable.name, executable.script);
  try {
    const child = await start(executable, script.path, streams, options);
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const passedOn = connect(child, streams);
    const end = () => endProcesses(streams.tty ? child.pid : -child.pid, clock);
    const limits = watchLimits(executable, streams, clock, end);
    const [code, signal] = await ended;
    limits.stop();
    await end();
    await passedOn();
    const exitCode = limits.isTimedOut() ? TIMED_OUT : (code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    return { exitCode, ...(signal ? { signal } : {}), durationMs: clock.now() - started };
  } finally {
    script.remove();
  }
}

type Started = ChildProcess & { readonly pid: number };

/** @throws ExecutionFailure */
async function start(executable: Executable, path: string, streams: Streams, options: LocalOptions): Promise<Started> {
  const interpreter = interpreterOf(executable.script);
  const cwd = resolve(options.directory ?? '.', executable.workingDir ?? '.');
  checkDirectory(cwd);
  try {
    const child = spawn(interpreter.program, [...interpreter.args, path, ...(executable.args ?? [])], {
      cwd,
      env: { ...(options.env ?? process.env), ...executable.env },
      stdio: stdioOf(streams),
      detached: streams.tty === undefined,
    });
    await once(child, 'spawn');
    return child as Started;
  } catch (error) {
    throw startFailure(error as NodeJS.ErrnoException, executable.name, interpreter);
  }
}
