import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { type Clock, systemClock, wait } from '../../packages/work-queue/clock.js';
import type { Executable, Exit, Streams } from '../executor.js';
import { watchLimits } from '../limits.js';
import { watchDeath } from './death-watch.js';
import { connect, stdioOf } from './standard-streams.js';

/** A process that carries a task, and how the task is ended early. */
export interface Carrier {
  readonly argv: readonly string[];
  readonly directory?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Goes to standard input before anything else. */
  readonly preamble?: string;
  /** Whether the process leads a group of its own. */
  readonly isDetached: boolean;
  /** Ends what runs; called once when the task is ended early. Resolves when nothing remains. */
  readonly end: (pid: number) => Promise<void>;
  /** Ends what runs at once, without waiting. */
  readonly kill: (pid: number) => void;
  /** What remains when the process has ended by itself. @default nothing */
  readonly endRest?: (pid: number) => Promise<void>;
  /** Ends what runs elsewhere if this process dies; the process itself is ended in any case. @default nothing */
  readonly afterDeath?: { readonly argv: readonly string[]; readonly env: NodeJS.ProcessEnv };
}

/** Exit code of a task that exceeded its timeout, as of the command `timeout`. */
const TIMED_OUT = 124;

/** Connects a process to the streams of a task and waits for its end. @throws the error of `spawn` when it does not start */
export async function follow(
  executable: Executable,
  carrier: Carrier,
  streams: Streams,
  clock: Clock = systemClock,
): Promise<Exit> {
  const started = clock.now();
  const child = await start(carrier, streams);
  const watch = watchDeath({
    id: carrier.isDetached ? -child.pid : child.pid,
    ...(carrier.afterDeath ?? { env: { PATH: process.env['PATH'] } }),
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const passedOn = connect(child, streams, carrier.preamble);
  let ending: Promise<void> | undefined;
  const limits = watchLimits(executable, streams, clock, () => {
    ending ??= carrier.end(child.pid);
  });
  const killing = watchKill(streams, () => carrier.kill(child.pid));
  try {
    const [code, signal] = await ended;
    limits.stop();
    await Promise.race([ending, killing.killed]);
    if (!streams.kill?.aborted) await Promise.race([carrier.endRest?.(child.pid), killing.killed]);
    const passed = passedOn();
    // What has left the group may hold the pipes for as long as it likes.
    if (ending || streams.kill?.aborted) await abandonAfter(passed, child, clock);
    else await passed;
    const exitCode = limits.isTimedOut() ? TIMED_OUT : (code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    return { exitCode, ...(signal ? { signal } : {}), durationMs: clock.now() - started };
  } finally {
    limits.stop();
    killing.stop();
    watch.dismiss();
  }
}

/** Output that comes later than this after a task was ended early is not passed on. */
const lateSeconds = 2;

async function abandonAfter(passed: Promise<void>, child: ChildProcess, clock: Clock): Promise<void> {
  const done = new AbortController();
  await Promise.race([passed, wait(clock, lateSeconds, done.signal)]);
  done.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Calls `kill` when everything shall end at once; nothing is awaited from then on. */
function watchKill({ kill: signal }: Streams, kill: () => void) {
  let stop = () => {};
  const killed = new Promise<void>((resolve) => {
    const onAbort = () => {
      kill();
      resolve();
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort);
    stop = () => signal?.removeEventListener('abort', onAbort);
  });
  return { killed, stop };
}

type Started = ChildProcess & { readonly pid: number };

async function start({ argv, directory, env, preamble, isDetached }: Carrier, streams: Streams): Promise<Started> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    ...(directory ? { cwd: directory } : {}),
    env,
    stdio: stdioOf(streams, preamble !== undefined),
    detached: isDetached,
  });
  await once(child, 'spawn');
  return child as Started;
}
