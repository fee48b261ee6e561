import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_JOB_NAME } from '../../../api/labels.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import type { Unseen } from '../../engine/reconcile/still-exists.js';
import { jobEnd } from '../jobs/job-end.js';
import type { RunIndex } from '../jobs/run-index.js';
import type { ObservedJob } from '../observed.js';
import { countedPods } from '../policies/final-report.js';
import { isFinished } from '../task-state.js';

/**
 * Pods that have ended and were not observed, of tasks that this pass finishes without them. The pass holds only if the API
 * server does not have them either.
 */
export function unseenPods(run: BatchRun, tasks: readonly TaskStatus[], index: RunIndex): Unseen[] {
  return tasks.flatMap((task) => {
    const job = index.jobs.get(task.jobName);
    const known = index.entries.get(task.index);
    const isNew = isFinished(task) && !(known && isFinished(known));
    if (!isNew || !job || !isSilent(job, index)) return [];
    const labels = { [LABEL_BATCH_RUN]: fitName(run.metadata.name), [LABEL_JOB_NAME]: task.jobName };
    const seen = index.podsOf(job).flatMap(({ metadata: { uid } }) => uid ?? []);
    return [{ apiVersion: 'v1', kind: 'Pod', labels, seen }];
  });
}

/** Whether it has ended, and not all of its Pods that have ended are seen. */
function isSilent(job: ObservedJob, index: RunIndex): boolean {
  const end = jobEnd(job);
  return end !== undefined && end.reason !== 'DeadlineExceeded' && index.view(job).endedPods < countedPods(job);
}
