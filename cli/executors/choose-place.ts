import type { Executor } from '../../executors/executor.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import { type ExecutorName, type Possible, type Selection, selectExecutor } from '../../plan/task-file/selection.js';
import { UserError } from '../errors/user-error.js';
import type { Places } from './places.js';

/** A task and where it runs; a task without a script runs nowhere. */
export interface PlacedTask {
  readonly task: ResolvedTask;
  readonly executor?: ExecutorName;
  readonly place?: Executor;
}

/** The place that was asked for, and whether it must be that one. */
export interface Wish {
  readonly executor: ExecutorName;
  /** False for a task that runs before one of those it was meant for: it runs there if it can. */
  readonly isFirm: boolean;
}

/**
 * Where each task runs. Asks only the places that come into question.
 *
 * @throws UserError with each task that can run nowhere, or not where it was asked for
 */
export async function placeTasks(
  tasks: readonly ResolvedTask[],
  wishOf: (task: ResolvedTask) => Wish | undefined,
  places: Places,
  signal: AbortSignal,
): Promise<PlacedTask[]> {
  const all = await Promise.all(tasks.map((task) => placeTask(task, wishOf(task), places, signal)));
  const refused = all.flatMap((placed) => ('notPlaced' in placed ? [placed] : []));
  if (refused.length > 0) throw asError(refused);
  return all.flatMap((placed) => ('notPlaced' in placed ? [] : [placed]));
}

type NotPlaced = Exclude<Selection, { readonly executor: ExecutorName }>;
type Placed = PlacedTask | { readonly task: ResolvedTask; readonly notPlaced: NotPlaced };

async function placeTask(
  task: ResolvedTask,
  wish: Wish | undefined,
  places: Places,
  signal: AbortSignal,
): Promise<Placed> {
  if (task.script === '') return { task };
  const asked = new Set<ExecutorName>();
  let possible = places.possible(task);
  const ask = async (name: ExecutorName) => {
    asked.add(name);
    possible = { ...possible, [name]: possibleNow(await places.availability(name, task, signal)) };
  };
  for (;;) {
    const selection = select(task, wish, possible);
    if ('executor' in selection) {
      const { executor } = selection;
      if (asked.has(executor)) return { task, executor, place: await places.executor(executor, task) };
      await ask(executor);
    } else {
      const unasked = selection.allowed.filter((name) => !asked.has(name));
      if (unasked.length === 0) return { task, notPlaced: selection };
      await Promise.all(unasked.map(ask));
    }
  }
}

function possibleNow(availability: Awaited<ReturnType<Places['availability']>>): Possible {
  if (availability.isAvailable) return { isPossible: true };
  const { reason, hints } = availability;
  return { isPossible: false, reason: [reason, ...hints].join('; ') };
}

/** A wish that is not firm is a preference, which the list of the task and what is possible come before. */
function select(task: ResolvedTask, wish: Wish | undefined, possible: Readonly<Record<ExecutorName, Possible>>) {
  const choice = { preferred: task.executor, allowed: task.executors, possible };
  if (wish?.isFirm) return selectExecutor({ ...choice, requested: wish.executor });
  const wished = wish && selectExecutor({ ...choice, requested: wish.executor });
  return wished && 'executor' in wished ? wished : selectExecutor(choice);
}

function asError(refused: readonly { readonly task: ResolvedTask; readonly notPlaced: NotPlaced }[]): UserError {
  const messages = refused.map(({ task, notPlaced }) => ({
    message: notPlaced.message.replace(/^cannot run/, `Cannot run task ${task.name}`),
    hints: [
      ...(notPlaced.allowed.length > 0 ? [`it can run as ${notPlaced.allowed.join(' or ')}`] : []),
      ...notPlaced.reasons,
    ],
  }));
  const [only, ...others] = messages;
  if (only && others.length === 0) return new UserError(only.message, only.hints);
  const hints = messages.flatMap(({ message, hints: below }) => [message, ...below.map((hint) => `  ${hint}`)]);
  return new UserError(`Cannot run ${messages.length} tasks`, hints);
}
