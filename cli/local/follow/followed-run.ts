import type { BatchRun, BatchSpec, StepPhase, TaskRun, TaskStatus } from '../../../api/generated/kinds.js';
import { ANNOTATION_STAND_IN } from '../../../api/labels.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { taskLabel } from '../../../plan/batch-run/task-label.js';
import { listedTasks } from '../../../plan/context/listed-task.js';
import { type ProgressRow, progressRow } from '../../run/progress-rows.js';
import { resultOfTaskRun } from '../../run/result-rows.js';
import { isBatchRun, type Run } from '../../run/run-state.js';
import { type TaskRow, taskRows } from '../../run/task-row.js';
import { isBatch, isRun, isTaskRun } from '../object-kinds.js';
import type { Activity } from './activity.js';

/** A run as it is observed; a BatchRun with the Batch that it was started with. */
export interface FollowedRun {
  readonly run: Run;
  readonly batch: BatchSpec;
  /** Absent before it is watched. */
  readonly activity?: Pick<Activity, 'seen'>;
}

/** The runs among `objects`, in their order, a BatchRun with its Batch; an empty one when no object is it. */
export function followedRuns(objects: readonly KubernetesObject[]): FollowedRun[] {
  const batches = new Map(objects.filter(isBatch).map((batch) => [keyOf(batch), batch.spec]));
  return objects
    .filter((object) => isRun(object) || isTaskRun(object))
    .map((run) => ({ run, batch: isRun(run) ? batchOf(run, batches) : {} }));
}

function batchOf({ metadata: { namespace }, spec }: BatchRun, batches: ReadonlyMap<string, BatchSpec>): BatchSpec {
  const { batchSpec, batchRef = '' } = spec;
  return batchSpec ?? batches.get(keyOf({ metadata: { name: batchRef, ...(namespace ? { namespace } : {}) } })) ?? {};
}

/** One row per task by index, also before the run is planned: no other client changes the Batch here. A TaskRun is one row. */
export const rowsOf = ({ run, batch }: FollowedRun, outcomes?: ReadonlyMap<number, TaskStatus>): TaskRow[] =>
  isBatchRun(run) ? taskRows(run, outcomes, plannedNames(batch)) : [resultOfTaskRun(run)];

/** One row per task or step, while the run is active. */
export function progressRowsOf(followed: FollowedRun, now: number): ProgressRow[] {
  const { run, activity } = followed;
  if (!isBatchRun(run)) return stepRows(run, activity);
  const isStandIn = standInOf(run) !== '';
  return rowsOf(followed)
    .map((row) => progressRow(row, now, activity?.seen(row.jobName)))
    .map((row) => (isStandIn && row.phase === 'Succeeded' ? { ...row, words: `${row.words} (stand-in)` } : row));
}

/** What runs instead of the run's agent; empty for the agent itself. */
export const standInOf = ({ metadata }: Run): string => metadata.annotations?.[ANNOTATION_STAND_IN] ?? '';

const stepRows = ({ status }: TaskRun, activity: FollowedRun['activity']): ProgressRow[] =>
  (status?.steps ?? []).map(({ name, container, phase, exitCode, reason = '', startTime, completionTime }, index) => ({
    ...{ index, label: name, phase, words: stepWords[phase] },
    detail:
      phase === 'Failed' ? (exitCode ? `exit code ${exitCode}` : reason) : (activity?.seen(container).lastLine ?? ''),
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
  }));

const stepWords: Readonly<Record<StepPhase, string>> = {
  Pending: 'waiting',
  Running: 'running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Skipped: 'Skipped',
};

const plannedNames = (batch: BatchSpec): string[] => listedTasks(batch).map((_, index) => taskLabel(batch, index));
