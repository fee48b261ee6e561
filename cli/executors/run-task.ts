import type { Writable } from 'node:stream';
import { execute } from '../../executors/execute.js';
import { ExecutionFailure } from '../../executors/execution-failure.js';
import type { Executable, Executor, Streams } from '../../executors/executor.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import type { Session } from '../session.js';
import type { PlacedTask } from './choose-place.js';
import type { Ending } from './ending.js';
import { openLog, type TaskLog } from './log/task-log.js';
import { tee } from './log/tee.js';
import { whyNoLog } from './log/why-no-log.js';
import type { Outcome } from './outcome.js';
import { ended } from './streams/ended.js';
import { passThrough } from './streams/pass-through.js';
import { personTerminal } from './streams/person-terminal.js';
import type { TaskOutput, View } from './view/view.js';

/** What all tasks of a command line share. */
export interface RunContext {
  readonly session: Session;
  readonly ending: Ending;
  readonly view: View;
  /** The task whose output is the output of the command. */
  readonly only?: string;
  /** Where the standard output of that task goes; stderr when something else is on stdout. */
  readonly onlyStdout: 'out' | 'err';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: boolean;
  readonly tty: boolean;
  /** The folder of the task file. */
  readonly folder: string;
  /** Whether the task was named, and so gets `args`. */
  readonly isNamed: (name: string) => boolean;
}

/** Runs one task to its end. Never rejects for what a task or a place does. */
export async function runTask(placed: PlacedTask, context: RunContext): Promise<Outcome> {
  const { task, executor, place } = placed;
  const { session, ending } = context;
  if (ending.signal.aborted) return { name: task.name, phase: 'Cancelled', message: 'not started' };
  if (!executor || !place) return { name: task.name, phase: 'Succeeded' };
  const startTime = new Date(session.now()).toISOString();
  const about = { name: task.name, executor, startTime };
  const ended = await ranIn(place, placed, context);
  return { ...about, durationMs: session.now() - Date.parse(startTime), ...ended };
}

type Ended = Pick<Outcome, 'phase' | 'exitCode' | 'signal' | 'message' | 'hints' | 'log' | 'durationMs'>;

async function ranIn(place: Executor, placed: PlacedTask, context: RunContext): Promise<Ended> {
  const wishes = wishesOf(placed.task, context);
  return wishes.tty ? inTerminal(place, placed, context, wishes) : withOutput(place, placed, context, wishes);
}

/** The task and the terminal of the person are connected; nothing is logged. */
async function inTerminal(place: Executor, { task }: PlacedTask, context: RunContext, wishes: Wishes): Promise<Ended> {
  const { stdout, stderr } = context.session.streams;
  const takeBack = context.session.interrupts.leaveToTask();
  try {
    return await ran(place, task, context, { ...wishes, stdout: stdout as Writable, stderr: stderr as Writable });
  } finally {
    takeBack();
  }
}

async function withOutput(place: Executor, placed: PlacedTask, context: RunContext, wishes: Wishes): Promise<Ended> {
  const { task } = placed;
  const log = logOf(task.name, context);
  const shown = task.name === context.only ? outputOf(context) : context.view.start(placed);
  const output = log ? { stdout: tee(log.write, shown.stdout), stderr: tee(log.write, shown.stderr) } : shown;
  try {
    const end = await ran(place, task, context, { ...wishes, ...output });
    // A task that did not start has nothing to read.
    const isKept = log && !(end.message !== undefined && log.isEmpty());
    return { ...end, ...(isKept ? { log: log.path() } : {}) };
  } finally {
    await Promise.all([ended(output.stdout), ended(output.stderr)]);
    const problem = log?.close();
    if (problem !== undefined) tellMissing(task.name, problem, context);
  }
}

const tellMissing = (name: string, why: string, { session: { err } }: RunContext): void =>
  err.line(err.terminal.paint('dim', `the output of ${name} is not kept: ${why}`));

function outputOf({ session: { streams, out, err }, onlyStdout }: RunContext): TaskOutput {
  const stderr = () => passThrough(streams.stderr, err);
  return { stdout: onlyStdout === 'out' ? passThrough(streams.stdout, out) : stderr(), stderr: stderr() };
}

/** A task runs also where no file can be written. */
function logOf(name: string, context: RunContext): TaskLog | undefined {
  try {
    return openLog(name, context.folder, context.session.directory);
  } catch (error) {
    tellMissing(name, whyNoLog(error, context.folder), context);
    return undefined;
  }
}

type Wishes = Pick<Streams, 'stdin' | 'tty'>;

function wishesOf(task: ResolvedTask, { session: { streams }, stdin, tty, isNamed }: RunContext): Wishes {
  const isMeant = isNamed(task.name);
  const wantsTty = task.isInteractive || (isMeant && tty);
  const terminal = wantsTty ? personTerminal(streams) : undefined;
  const wantsStdin = task.isInteractive || (isMeant && stdin);
  return { ...(wantsStdin ? { stdin: streams.stdin() } : {}), ...(terminal ? { tty: terminal } : {}) };
}

async function ran(place: Executor, task: ResolvedTask, context: RunContext, streams: Streams): Promise<Ended> {
  const { signal, kill } = context.ending;
  try {
    const { remark, ...exit } = await execute(executableOf(task, context), {
      ...streams,
      signal,
      kill,
      executor: place,
    });
    const phase = exit.exitCode === 0 ? 'Succeeded' : signal.aborted ? 'Cancelled' : 'Failed';
    return { ...exit, phase, ...(remark === undefined ? {} : { message: `exit code ${exit.exitCode}: ${remark}` }) };
  } catch (error) {
    // A value that neither a shell nor an environment can hold; YAML can write one.
    if (error instanceof TypeError && error.message.includes('NUL')) {
      return { phase: 'Failed', exitCode: 126, message: `Cannot run task ${task.name}: ${error.message}` };
    }
    if (!(error instanceof ExecutionFailure)) throw error;
    const { message, hints, exitCode } = error;
    return signal.aborted ? { phase: 'Cancelled', message, hints } : { phase: 'Failed', exitCode, message, hints };
  }
}

function executableOf(task: ResolvedTask, { args, env, isNamed }: RunContext): Executable {
  const { name, script, workingDir, timeoutSeconds } = task;
  return {
    name,
    script,
    args: isNamed(name) ? args : [],
    env: { ...task.env, ...env },
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}
