import { failureAction, ignoresDisruptions } from '../jobs/failure-policy.js';
import { failureTarget } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { knownFailure } from '../jobs/known-failure.js';
import { isActive } from '../jobs/pod-activity.js';

/** As Kubernetes has it for Jobs that do not say. */
const DEFAULT_BACKOFF_LIMIT = 6;

/**
 * Whether a Job tries again after its newest Pod failed, as its Pod failure policy (see `plan/job-policy`) and its back-off
 * limit say; once the Job itself has decided that it fails, never.
 *
 * @source kubernetes: pkg/controller/job, `getNewFinishedPods` and `exceedsBackoffLimit`
 */
export function willRetry(view: JobView): boolean {
  const { job, failedPods = 0 } = view;
  if (failureTarget(job) !== undefined) return false;
  const action = actionOf(view);
  if (action !== 'Count') return action === 'Ignore';
  // The Job counts a Pod a moment after it has ended.
  const failures = Math.max(1, failedPods, job.status?.failed ?? 0);
  return failures <= (job.spec?.backoffLimit ?? DEFAULT_BACKOFF_LIMIT);
}

/** Of a Pod that is gone, what is known of its end says whether something else ended it. */
function actionOf({ job, pod, known }: JobView) {
  if (pod) return failureAction(job, pod);
  const isDisrupted = disruptions.has(knownFailure(known)?.reason ?? '');
  return isDisrupted && ignoresDisruptions(job) ? 'Ignore' : 'Count';
}

const disruptions: ReadonlySet<string> = new Set(['Evicted', 'Preempted', 'NodeLost']);

/** Whether another Pod has come, or will. */
export const goesOn = (view: JobView): boolean =>
  (view.pod !== undefined && isActive(view.pod) && view.pod.metadata.deletionTimestamp === undefined) ||
  willRetry(view);
