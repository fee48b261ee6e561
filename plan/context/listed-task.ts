import type { BatchSpec, Context } from '../../api/generated/kinds.js';

/** One task as its Batch lists it. */
export interface ListedTask {
  /** As written; undefined where there is none. */
  readonly name?: string | undefined;
  readonly contexts: readonly Context[];
  /** Of the entry: `spec.tasks[3]`. */
  readonly path: string;
  /** Of its contexts: `spec.tasks[3].contexts`. */
  readonly contextsPath: string;
}

/** Whether the tasks of the Batch have names: those that are not written come from the repositories. */
export const isNamed = ({ tasks = [] }: BatchSpec): boolean => tasks.length > 0;

/** How many tasks the Batch has. */
export const taskCount = ({ tasks = [], variableContexts = [] }: BatchSpec): number =>
  tasks.length > 0 ? tasks.length : variableContexts.length;

/** Task `index`, without contexts where there is none. */
export function listedTask({ tasks = [], variableContexts = [] }: BatchSpec, index: number): ListedTask {
  if (tasks.length === 0) {
    const path = `spec.variableContexts[${index}]`;
    return { contexts: variableContexts[index] ?? [], path, contextsPath: path };
  }
  const { name, contexts = [] } = tasks[index] ?? {};
  const path = `spec.tasks[${index}]`;
  return { name, contexts, path, contextsPath: `${path}.contexts` };
}

/** Every task, by index. */
export const listedTasks = (batch: BatchSpec): ListedTask[] =>
  Array.from({ length: taskCount(batch) }, (_, index) => listedTask(batch, index));

/** The Batch with some of its tasks alone, in the order given. */
export function withTasks(batch: BatchSpec, indexes: readonly number[]): BatchSpec {
  const { tasks = [], variableContexts = [] } = batch;
  return isNamed(batch)
    ? { ...batch, tasks: indexes.flatMap((index) => tasks[index] ?? []) }
    : { ...batch, variableContexts: indexes.map((index) => variableContexts[index] ?? []) };
}

/** Whether a context is the task's own: of no other task, by where it was written. */
export const isOwnContext = (path: string): boolean => /^spec\.(variableContexts|tasks)\[/.test(path);
