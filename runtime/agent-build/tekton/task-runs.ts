import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import type { ObservedPipelineRun, ObservedTektonTaskRun } from '../observed.js';

/** The TaskRuns of one PipelineRun in the order of their start. */
export function taskRunsOf(
  { metadata }: ObservedPipelineRun,
  taskRuns: readonly ObservedTektonTaskRun[],
): ObservedTektonTaskRun[] {
  const own = taskRuns.filter((taskRun) => controllerOf(taskRun)?.uid === metadata.uid);
  return own.toSorted((a, b) => compare(startOf(a), startOf(b)));
}

/**
 * What is left of an earlier PipelineRun with the name of one that is to be created. Tekton finds TaskRuns by their names, and would take
 * these for those of the new one.
 *
 * @source tektoncd/pipeline: pkg/reconciler/pipelinerun/pipelinerun.go, getTaskRunFunc
 */
export const leftOvers = (name: string, taskRuns: readonly ObservedTektonTaskRun[]): ObservedTektonTaskRun[] =>
  taskRuns.filter((taskRun) => controllerOf(taskRun)?.name === name);

const startOf = ({ status, metadata }: ObservedTektonTaskRun): string =>
  status?.startTime ?? metadata.creationTimestamp ?? '';

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
