import type { ParamValue, PipelineRunStatus, PipelineSpec, TaskRun } from '../objects.js';
import { isOver } from '../succeeded-condition.js';
import { isKnown, referencesIn, replaceIn, type Variables } from '../variables.js';

export type ResultVariables = Variables;

/** The results that tasks have written, as variables; tasks that have failed tell theirs, too. */
export const resultVariables = (taskRuns: ReadonlyMap<string, TaskRun>): ResultVariables =>
  new Map(
    [...taskRuns].flatMap(([task, { status }]) =>
      (isOver(status) ? (status?.results ?? []) : []).map(
        ({ name, value }) => [`tasks.${task}.results.${name}`, value] as const,
      ),
    ),
  );

/** The Pipeline's results as far as they are known. */
export function pipelineResults({ results = [] }: PipelineSpec, variables: ResultVariables) {
  return results
    .filter(({ value }) => referencesIn(value).every((reference) => isKnown(reference, variables)))
    .map(({ name, value }): NonNullable<PipelineRunStatus['results']>[number] => ({
      name,
      value: replaceIn<ParamValue>(value, variables),
    }));
}
