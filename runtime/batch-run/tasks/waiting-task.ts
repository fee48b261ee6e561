import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import type { TaskReason } from '../../../api/reasons.js';
import { isWaiting } from '../policies/concurrency.js';
import type { PlanState } from '../template/plan-state.js';
import { problemReason } from './absent-job.js';

/** The entry of a task that could start, with the reason why it does not; any other entry as it is. */
export function explainWaiting(
  task: TaskStatus,
  run: BatchRun,
  planState: Exclude<PlanState, { kind: 'Unplanned' }>,
  queued: ReadonlySet<string>,
): TaskStatus {
  if (!isWaiting(task)) return task;
  const reason = waitingReason(run, planState) ?? (queued.has(task.jobName) ? 'Queued' : undefined);
  return reason ? { ...task, reason } : task;
}

function waitingReason({ spec }: BatchRun, planState: PlanState): TaskReason | undefined {
  if (spec.suspend) return 'Suspended';
  return planState.kind === 'Held' ? problemReason(planState.problem) : undefined;
}
