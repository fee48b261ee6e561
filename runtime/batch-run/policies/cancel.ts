import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Change } from '../../engine/reconcile/diff.js';
import type { RunIndex } from '../jobs/run-index.js';
import { stopJobs } from '../jobs/stop-jobs.js';

/** Ends the tasks of a cancelled run. Empty when the run is not cancelled, or when nothing is left to end. */
export function cancelTasks({ spec }: BatchRun, index: RunIndex): Change[] {
  if (!spec.cancel) return [];
  return stopJobs([...index.jobs.values()], index, spec.jobs === 'synthesized' ? 'Cancelled' : undefined);
}
