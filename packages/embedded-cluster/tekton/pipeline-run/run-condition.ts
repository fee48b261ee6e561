import { failed, type RunCondition, running, succeeded } from '../succeeded-condition.js';
import type { ResultReference } from './task-order.js';
import type { TaskStates } from './task-states.js';

/** A task that cannot begin, because one before it has left out a result. */
export interface LostResult extends ResultReference {
  /** The task that needs it. */
  readonly neededBy: string;
}

/** A failed or cancelled task keeps others from starting. */
export const isStopping = ({ failed: bad, cancelled }: TaskStates): boolean => bad.length + cancelled.length > 0;

/** While tasks run. */
export const runningCondition = (states: TaskStates): RunCondition =>
  running(isStopping(states) ? 'PipelineRunStopping' : 'Running', counts(states, []));

/** When no task runs any more. @source tekton: GetPipelineConditionStatus in pkg/reconciler/pipelinerun/resources */
export function finalCondition(
  states: TaskStates,
  lost: readonly LostResult[],
  missing: readonly string[],
): RunCondition {
  if (lost.length > 0 && !isStopping(states)) return failed('PipelineValidationFailed', counts(states, lost));
  if (states.failed.length > 0) return failed('Failed', counts(states, []));
  if (states.cancelled.length > 0) return failed('Cancelled', counts(states, []));
  if (missing.length === 0) return succeeded('Succeeded', counts(states, []));
  return failed('CouldntGetPipelineResult', `no task has written what result ${missing.join(', ')} is made of`);
}

/** In Tekton's words. */
function counts(states: TaskStates, lost: readonly LostResult[]): string {
  const { succeeded: done, failed: bad, cancelled, running: begun, ready, waiting } = states;
  const later = ready.length + waiting.length;
  const willNot = isStopping(states) || lost.length > 0;
  const incomplete = begun.length + (willNot ? 0 : later);
  const completed = done.length + bad.length + cancelled.length;
  return [
    `Tasks Completed: ${completed} (Failed: ${bad.length}, Cancelled ${cancelled.length})`,
    ...(incomplete > 0 ? [`Incomplete: ${incomplete}`] : []),
    `Skipped: ${willNot ? later - lost.length : 0}`,
    ...(lost.length > 0 ? [`Failed Validation: ${lost.length} (${lost.map(lostText).join('; ')})`] : []),
  ].join(', ');
}

const lostText = ({ task, result, neededBy }: LostResult): string =>
  `task "${task}" completed successfully but did not emit the result "${result}", which is referenced by task "${neededBy}"`;
