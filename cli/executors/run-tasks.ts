import { availableParallelism } from 'node:os';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import { formatted } from '../output/print-object.js';
import type { Session } from '../session.js';
import { type PlacedTask, placeTasks, type Wish } from './choose-place.js';
import { confirmAll } from './confirm.js';
import { type Ending, watchEnding } from './ending.js';
import { envOption } from './env-option.js';
import { inOrder } from './in-order.js';
import { loadTaskFile } from './load-task-file.js';
import type { Outcome } from './outcome.js';
import { placesOf } from './places.js';
import { type PlannedTasks, planTasks } from './plan-tasks.js';
import type { RunOptions } from './run-options.js';
import { type RunContext, runTask } from './run-task.js';
import { personTerminal } from './streams/person-terminal.js';
import { outcomeLines } from './view/outcome-line.js';
import { summaryTable } from './view/summary-table.js';
import { viewFor } from './view/view-for.js';

/** Runs tasks of a task file, those that run before them first. @returns the exit code of the command */
export async function runTasks(session: Session, names: readonly string[], options: RunOptions): Promise<number> {
  const loaded = loadTaskFile(session.directory, options, session.env);
  const planned = planTasks(loaded, names, options);
  const env = envOption(options.env ?? [], session.env);
  const ending = watchEnding(session);
  try {
    const places = placesOf(loaded, { session, ...options });
    const placed = await placeTasks(planned.tasks, wishes(planned, options), places, ending.signal);
    refuseCopies(placed, planned, options);
    await confirmAll(session, planned.tasks, options.yes === true, ending.signal);
    if (options.tty && !personTerminal(session.streams)) {
      session.err.line('-t has no effect: standard input and output are not a terminal');
    }
    const { only } = planned;
    const view = viewFor(session, {
      isPlain: options.plain === true,
      isStdoutTaken: only !== undefined || options.output !== undefined,
      names: placed.flatMap(({ task: { name, isInteractive }, executor }) =>
        executor && name !== only && !isInteractive ? [name] : [],
      ),
    });
    const context: RunContext = {
      session,
      ending,
      view,
      ...(only === undefined ? {} : { only }),
      onlyStdout: options.output ? 'err' : 'out',
      args: options.rest ?? [],
      env,
      stdin: options.stdin === true,
      tty: options.tty === true,
      folder: loaded.folder,
      isNamed: (name) => planned.named.has(name),
    };
    const outcomes = await runAll(placed, context, options.jobs);
    return await tellOutcomes(session, outcomes, { planned, ending, options });
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    return ending.exitCode();
  } finally {
    ending.close();
    session.streams.stdin().destroy();
  }
}

/** `-x` is meant for the named tasks. Those before them run there too, if they can. */
function wishes(
  { named }: PlannedTasks,
  { executor }: RunOptions,
): (task: { readonly name: string }) => Wish | undefined {
  return ({ name }) => (executor ? { executor, isFirm: named.has(name) } : undefined);
}

/** Only a container of a Pod has files that are not here already, and a way to them. */
function refuseCopies(placed: readonly PlacedTask[], { named }: PlannedTasks, options: RunOptions): void {
  const option = options.copy ? '--copy' : options.copyBack ? '--copy-back' : undefined;
  const other = placed.find(({ task, executor }) => named.has(task.name) && executor && executor !== 'kubernetes');
  if (!option || !other) return;
  throw new UserError(`Cannot use ${option}: task ${other.task.name} runs as ${other.executor}`, [
    'use it with -x kubernetes',
  ]);
}

async function runAll(placed: readonly PlacedTask[], context: RunContext, jobs = defaultJobs()): Promise<Outcome[]> {
  const { view, only, ending } = context;
  const outcomes: Outcome[] = [];
  const end = (outcome: Outcome) => {
    outcomes.push(outcome);
    if (outcome.name !== only) view.end(outcome);
  };
  const order = {
    tasks: placed,
    nameOf: ({ task }: PlacedTask) => task.name,
    before: ({ task }: PlacedTask) => task.pre,
    isAlone: ({ task }: PlacedTask) => task.isInteractive,
    jobs,
  };
  try {
    await inOrder(order, {
      run: async (task) => {
        const outcome = await runTask(task, context);
        end(outcome);
        return outcome.phase === 'Succeeded';
      },
      skip: ({ task: { name } }, because) =>
        end(
          ending.signal.aborted
            ? { name, phase: 'Cancelled', message: 'not started' }
            : { name, phase: 'Skipped', message: `${because} did not succeed` },
        ),
    });
  } finally {
    view.close();
  }
  return outcomes;
}

const defaultJobs = (): number => Math.max(4, availableParallelism());

interface RunEnd {
  readonly planned: PlannedTasks;
  readonly ending: Ending;
  readonly options: RunOptions;
}

async function tellOutcomes(
  { out, err }: Session,
  outcomes: readonly Outcome[],
  { planned: { only }, ending, options }: RunEnd,
): Promise<number> {
  const exitCode = ending.signal.aborted ? ending.exitCode() : exitCodeOf(outcomes, only);
  const main = outcomes.find(({ name }) => name === only);
  const lines = main && main.phase !== 'Succeeded' ? outcomeLines(main, err.terminal) : [];
  for (const line of lines) err.line(line);
  const shown = outcomes.filter(({ executor, phase }) => executor || phase !== 'Succeeded');
  if (shown.length > 1) for (const line of ['', ...summaryTable(shown, err.terminal)]) err.line(line);
  if (options.output) await out.write(formatted({ tasks: outcomes, exitCode }, options.output));
  return exitCode;
}

/** One task: its own. Several: 1 when any of them did not succeed. */
function exitCodeOf(outcomes: readonly Outcome[], only: string | undefined): number {
  const main = outcomes.find(({ name }) => name === only);
  if (main?.exitCode !== undefined) return main.exitCode;
  return outcomes.every(({ phase }) => phase === 'Succeeded') ? exitCodes.succeeded : exitCodes.failed;
}
