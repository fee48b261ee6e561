import type { PipelineSpec, PipelineTask } from '../objects.js';
import { referencesIn } from '../variables.js';

/** A result of another task that a task asks for. */
export interface ResultReference {
  readonly task: string;
  readonly result: string;
  /** As a variable: `tasks.pull.results.commit`. */
  readonly variable: string;
}

export function resultReferences(value: unknown): readonly ResultReference[] {
  return referencesIn(value).flatMap((reference) => {
    const [, task, result] = /^tasks\.([\w-]+)\.results\.([\w.-]+)(?:\[.*\])?$/.exec(reference) ?? [];
    return task === undefined || result === undefined
      ? []
      : [{ task, result, variable: `tasks.${task}.results.${result}` }];
  });
}

/** Names of the tasks that must have succeeded before this one starts; unique. */
export const dependenciesOf = (task: PipelineTask): readonly string[] => [
  ...new Set([...(task.runAfter ?? []), ...resultReferences(task).map((reference) => reference.task)]),
];

/** What keeps the tasks from ever being put in order; undefined when nothing does. */
export function orderProblem({ tasks = [] }: PipelineSpec): string | undefined {
  const names = tasks.map(({ name }) => name);
  for (const task of tasks) {
    const missing = dependenciesOf(task).find((name) => !names.includes(name));
    if (missing !== undefined) return `task ${task.name} waits for ${missing}, and there is no such task`;
  }
  const left = tasksInCycle(tasks);
  return left.length === 0 ? undefined : `tasks ${left.join(', ')} wait for one another`;
}

/** What is left when every task that can be done is taken away, again and again. */
function tasksInCycle(tasks: readonly PipelineTask[]): readonly string[] {
  const names = new Set(tasks.map(({ name }) => name));
  const rest = tasks.filter((task) => dependenciesOf(task).some((name) => names.has(name)));
  return rest.length === tasks.length ? [...names] : tasksInCycle(rest);
}
