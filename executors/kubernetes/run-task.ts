import { wait } from '../../packages/work-queue/clock.js';
import type { Executable, Exit, Streams } from '../executor.js';
import { watchLimits } from '../limits.js';
import { EndMark } from '../remote/end-mark.js';
import { endRemotely } from '../remote/end-remotely.js';
import { encodeLines, endOfLines } from '../remote/line-input.js';
import { type RemoteCommand, remoteCommand, stagedCommand } from '../remote/remote-command.js';
import { stage } from '../remote/stage.js';
import { brokenInput, endUnknown, interrupted } from './errors/exec-failure.js';
import { endOfStdin } from './exec/channel.js';
import { connectTerminal } from './exec/connect-terminal.js';
import { type ExecSession, startExec } from './exec/exec-session.js';
import type { InputCoding } from './exec/input.js';
import { Interrupts } from './exec/interrupts.js';
import { runCommand } from './exec/run-command.js';
import type { Place } from './place.js';
import { whyEnded } from './pod/why-ended.js';

/** Exit code of a task that exceeded its timeout, as of the command `timeout`. */
const TIMED_OUT = 124;
/** After the processes have ended, the exit code may take so long to come. */
const reportSeconds = 5;
/** So long a kill may take to reach the container, and its exit code to come. */
const killSeconds = 2;

/** Runs a task in a container to its end. @throws ExecutionFailure */
export async function runTask(place: Place, executable: Executable, streams: Streams): Promise<Exit> {
  const started = place.clock.now();
  const task = streams.tty
    ? await startOnTerminal(place, executable, streams)
    : await start(place, executable, streams);
  const { session, endWith } = task;
  const limits = watchLimits(executable, streams, place.clock, () => void endTask(place, session, endWith));
  const kill = () => void killTask(place, session, endWith);
  if (streams.kill?.aborted) kill();
  else streams.kill?.addEventListener('abort', kill);
  try {
    const code = await session.exitCode;
    const durationMs = place.clock.now() - started;
    if (limits.isTimedOut()) return { exitCode: TIMED_OUT, durationMs };
    const isAsked = streams.signal?.aborted || streams.kill?.aborted;
    const remark = isAsked ? undefined : await whyEnded(place, code);
    return { exitCode: code, durationMs, ...(remark === undefined ? {} : { remark }) };
  } finally {
    limits.stop();
    streams.kill?.removeEventListener('abort', kill);
    task.stop();
  }
}

interface Started extends Pick<RemoteCommand, 'endWith'> {
  readonly session: ExecSession;
  /** Gives back what the task has of ours. */
  readonly stop: () => void;
}

async function start(place: Place, executable: Executable, streams: Streams): Promise<Started> {
  const { stdin, stdout, stderr, signal } = streams;
  const endMark = stdin && new EndMark();
  const { command, preamble, preambleFor, endWith } = remoteCommand(executable, endMark && { end: endMark });
  const session = await startExec(place, { command, hasStdin: true, stdout, stderr, endMark, signal });
  const coding = session.endsStdin ? plain : inLines;
  const first = !stdin ? preambleFor('nothing') : session.endsStdin ? preamble : preambleFor('lines');
  await session.input.send(Buffer.from(first));
  // Its answer says that the server has all of the preamble.
  session.keepAlive.ping();
  if (stdin) session.input.follow(stdin, coding, (error) => session.fail(brokenInput(place, error)));
  return { session, endWith, stop: () => {} };
}

const plain: InputCoding = { encode: (chunk) => chunk, end: (input) => input.message(endOfStdin) };
const inLines: InputCoding = { encode: encodeLines, end: (input) => input.send(endOfLines) };
/** A terminal has a key for the end of input. */
const typed: InputCoding = { encode: (chunk) => chunk, end: async () => {} };

async function startOnTerminal(place: Place, executable: Executable, streams: Streams): Promise<Started> {
  const { stdin, stdout, tty, signal } = streams;
  const run = (argv: readonly string[], input: string) => runCommand(place, argv, { input, signal });
  const { command, endWith } = await stage(stagedCommand(executable, tty?.size()), run);
  const interrupts = new Interrupts(place.clock, () => {
    if (session.keepAlive.isUnanswered) session.fail(interrupted(place));
    else void endTask(place, session, endWith);
  });
  const onOutput = (content: Buffer) => interrupts.wrote(content);
  const request = { command, hasStdin: true, hasTerminal: true, stdout, stderr: stdout, onOutput, signal };
  const session = await startExec(place, request);
  const restore = tty && connectTerminal(session, tty);
  const encode = (keys: Buffer) => {
    if (keys.includes(3)) session.keepAlive.ping();
    interrupts.typed(keys);
    return keys;
  };
  if (stdin) session.input.follow(stdin, { ...typed, encode }, (error) => session.fail(brokenInput(place, error)));
  return {
    session,
    endWith,
    stop: () => {
      restore?.();
      interrupts.stop();
    },
  };
}

/** Ends the processes of a task, and waits for its exit code. A task that has just begun may not be there at first. */
async function endTask(place: Place, session: ExecSession, endWith: RemoteCommand['endWith']): Promise<void> {
  const ended = endOf(session);
  try {
    for (let tries = 0; tries < 3 && !ended.aborted; tries++) {
      await endRemotely(endWith, (argv) => runCommand(place, argv), place.clock);
      await wait(place.clock, reportSeconds / 3, ended);
    }
    session.fail(endUnknown(place));
  } catch (error) {
    session.fail(endUnknown(place, error));
  }
}

/** SIGKILL, sent without waiting for what becomes of it. */
async function killTask(place: Place, session: ExecSession, endWith: RemoteCommand['endWith']): Promise<void> {
  const ended = endOf(session);
  await runCommand(place, endWith('KILL'), { timeoutSeconds: killSeconds }).catch(() => {});
  await wait(place.clock, killSeconds, ended);
  session.fail(endUnknown(place));
}

/** Aborts when a task has ended, so that no timer outlives it. */
function endOf(session: ExecSession): AbortSignal {
  const ended = new AbortController();
  session.exitCode.catch(() => {}).finally(() => ended.abort());
  return ended.signal;
}
