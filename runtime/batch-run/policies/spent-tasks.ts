import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Change } from '../../engine/reconcile/diff.js';
import type { RunIndex } from '../jobs/run-index.js';
import { unfinishedJobs } from '../jobs/startable-job.js';
import { stopJobs } from '../jobs/stop-jobs.js';
import { spentTask } from './attempt-limits.js';

/** Ends the Jobs of tasks that have used up what they may try: such a task has failed, and its Job would go on. */
export function endSpent({ spec }: BatchRun, index: RunIndex): Change[] {
  if (spec.cancel) return [];
  const spent = unfinishedJobs(index).filter((job) => spentTask(index.view(job)) !== undefined);
  return stopJobs(spent, index, spec.jobs === 'synthesized' ? 'Failed' : undefined);
}
