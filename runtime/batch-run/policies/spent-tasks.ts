import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import type { Change } from '../../engine/reconcile/diff.js';
import type { RunIndex } from '../jobs/run-index.js';
import { unfinishedJobs } from '../jobs/startable-job.js';
import { stopJobs } from '../jobs/stop-jobs.js';
import { isFinished } from '../task-state.js';
import { spentTask } from './attempt-limits.js';

/**
 * Ends the Jobs of tasks that have used up what they may try, or whose Pod did not start in time: such a task has failed, and its
 * Job would go on.
 *
 * @param tasks with the entry of every task that is known
 */
export function endSpent({ spec }: BatchRun, tasks: readonly TaskStatus[], index: RunIndex): Change[] {
  if (spec.cancel) return [];
  const late = new Set(tasks.filter(isLate).map(({ jobName }) => jobName));
  const spent = unfinishedJobs(index).filter(
    (job) => late.has(job.metadata.name) || spentTask(index.view(job)) !== undefined,
  );
  return stopJobs(spent, index, spec.jobs === 'synthesized' ? 'Failed' : undefined);
}

const isLate = (task: TaskStatus): boolean => isFinished(task) && task.reason === 'PendingTimeout';
