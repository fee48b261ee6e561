import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import type { TaskReason } from '../../../api/reasons.js';
import { isWaiting } from '../policies/concurrency.js';
import type { Start } from '../template/plan-state.js';
import { hindranceReason } from './absent-job.js';

/** The entry of a task that could start, with the reason why it does not; any other entry as it is. */
export function explainWaiting(
  task: TaskStatus,
  run: BatchRun,
  start: Exclude<Start, { kind: 'Unplanned' }>,
  queued: ReadonlySet<string>,
): TaskStatus {
  if (!isWaiting(task)) return task;
  const reason = waitingReason(run, start) ?? (queued.has(task.jobName) ? 'Queued' : undefined);
  return reason ? { ...task, reason } : task;
}

function waitingReason({ spec }: BatchRun, start: Start): TaskReason | undefined {
  if (spec.suspend) return 'Suspended';
  return start.kind === 'Held' ? hindranceReason(start.hindrance) : undefined;
}
