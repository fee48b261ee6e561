import type { PlannedTask } from '../../plan/batch-run/plan.js';
import { nearest } from '../../plan/text/nearest.js';
import { ExecutionFailure } from '../execution-failure.js';

const mostListed = 20;

/**
 * The task that is meant: by its name, its index, or its key. Without a wish, the only one.
 *
 * @param of the Batch or BatchRun, for the message
 * @throws ExecutionFailure with the list of tasks
 */
export function chooseTask(tasks: readonly PlannedTask[], wanted: string | undefined, of: string): PlannedTask {
  if (wanted === undefined) {
    const [only, second] = tasks;
    if (only && !second) return only;
    throw new ExecutionFailure(`Cannot choose a task: ${of} has ${tasks.length}; name one with --task`, list(tasks));
  }
  const found = matches(tasks, wanted);
  const [first, second] = found;
  if (!first) throw notFound(tasks, wanted, of);
  if (!second) return first;
  throw new ExecutionFailure(
    `Cannot choose task ${wanted}: ${found.length} tasks of ${of} have this name`,
    list(found),
  );
}

function notFound(tasks: readonly PlannedTask[], wanted: string, of: string): ExecutionFailure {
  const last = tasks.length - 1;
  const isIndex = /^\d+$/.test(wanted);
  const what = isIndex ? `${of} has no such task; its tasks are 0 to ${last}` : `${of} has no such task`;
  const names = isIndex ? [] : tasks.map((task) => task.displayName());
  const near = nearest(wanted, names);
  return new ExecutionFailure(`Cannot find task ${wanted || "''"}: ${what}`, [
    ...(near.length > 0 && wanted !== '' ? [`did you mean ${near.join(' or ')}?`] : []),
    ...list(tasks),
  ]);
}

/** A name before an index, and an index before a key: no repository is called as a number is. */
function matches(tasks: readonly PlannedTask[], wanted: string): readonly PlannedTask[] {
  const named = tasks.filter((task) => task.displayName() === wanted);
  if (named.length > 0) return named;
  const indexed = /^\d{1,9}$/.test(wanted) ? tasks[Number(wanted)] : undefined;
  if (indexed) return [indexed];
  return /^[0-9a-f]{16}$/.test(wanted) ? tasks.filter((task) => task.identity().key === wanted) : [];
}

function list(tasks: readonly PlannedTask[]): string[] {
  const width = String(tasks.at(-1)?.index ?? 0).length;
  const lines = tasks
    .slice(0, mostListed)
    .map((task) => `${String(task.index).padStart(width)}  ${task.identity().key}  ${task.displayName()}`);
  const more = tasks.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}
