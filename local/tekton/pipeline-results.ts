import type { ParamValue, PipelineRunStatus, PipelineSpec, TaskRun } from './objects.js';
import { hasSucceeded } from './succeeded-condition.js';
import { isKnown, referencesIn, replaceIn, type Variables } from './variables.js';

export type ResultVariables = Variables;

/** The results of tasks that have succeeded, as variables. */
export function resultVariables(taskRuns: ReadonlyMap<string, TaskRun>): ResultVariables {
  return new Map(
    [...taskRuns].flatMap(([task, { status }]) =>
      hasSucceeded(status)
        ? (status?.results ?? []).map(({ name, value }) => [`tasks.${task}.results.${name}`, value] as const)
        : [],
    ),
  );
}

/** The Pipeline's results as far as they are known: one of a task that did not succeed is left out. */
export function pipelineResults({ results = [] }: PipelineSpec, variables: ResultVariables) {
  return results
    .filter(({ value }) => referencesIn(value).every((reference) => isKnown(reference, variables)))
    .map(({ name, value }): NonNullable<PipelineRunStatus['results']>[number] => ({
      name,
      value: replaceIn<ParamValue>(value, variables),
    }));
}
