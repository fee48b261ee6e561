import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { TaskReason } from '../../../api/reasons.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import type { CreateFailure } from '../../creations/create-failures.js';
import { conflictText } from '../../engine/conflict.js';
import type { RunIndex } from '../jobs/run-index.js';
import type { ObservedJob } from '../observed.js';
import type { TaskState } from '../task-state.js';
import type { PlanProblem } from '../template/plan-state.js';

/** A task that has no Job and never had one. */
export interface AbsentJob {
  readonly jobName: string;
  /** A Job of that name that is not the run's. */
  readonly conflicting: ObservedJob | undefined;
  readonly problem: PlanProblem | undefined;
  readonly createFailure: CreateFailure | undefined;
  readonly isSynthesized: boolean;
}

/** Why there is no Job yet, the reason that lasts longest first. */
export function absentJobState({ jobName, conflicting, problem, createFailure, isSynthesized }: AbsentJob): TaskState {
  if (conflicting) return pending('JobConflict', conflictText(conflicting));
  if (problem) return pending(problemReason(problem), problem.message);
  if (isSynthesized)
    return pending('JobNotApplied', `Job ${jobName} does not exist; apply the Jobs that were synthesized with the run`);
  if (createFailure?.reason === 'AlreadyExists') return pending('JobConflict', createFailure.message);
  if (createFailure) return pending('CreateFailed', createFailure.message);
  return { phase: 'Pending', reason: 'JobPending' };
}

/** The Jobs of tasks that this very pass takes for deleted. */
export function missingJobs(tasks: readonly TaskStatus[], { entries, failed }: RunIndex): KubernetesObject[] {
  const isNew = ({ index }: TaskStatus) => !failed.has(index) && entries.get(index)?.reason !== 'JobDeleted';
  const deleted = tasks.filter((task) => task.reason === 'JobDeleted' && isNew(task));
  return deleted.map(({ jobName: name }) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name } }));
}

/** Its Job was seen, is gone, and had not ended when it was last seen: whatever it did, it is not done again. */
export function deletedJobState(jobName: string, startTime: string | undefined, now: number): TaskState {
  return {
    phase: 'Failed',
    reason: 'JobDeleted',
    message: `Job ${jobName} was deleted before it ended; create another BatchRun to run the task again`,
    ...(startTime === undefined ? {} : { startTime }),
    completionTime: timestamp(now),
  };
}

const pending = (reason: TaskReason, message: string): TaskState => ({
  phase: 'Pending',
  reason,
  message: oneLine(message),
});

export const problemReason = ({ reason }: PlanProblem): TaskReason =>
  reason === 'BatchNotFound' || reason === 'WorkspaceConfigNotFound' ? 'TemplateNotFound' : 'TemplateChanged';
