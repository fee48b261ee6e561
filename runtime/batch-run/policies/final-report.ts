import type { JobEnd } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { knownFailure } from '../jobs/known-failure.js';
import { isActive } from '../jobs/pod-activity.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';

/** So long after its Job has ended, a Pod that nobody has seen may still come to light. */
export const LATE_SECONDS = 30;

/**
 * Whether the verdict on an ended Job, which is for good, would be given without its Pod's last words although they are
 * on their way: Jobs and Pods come through two watches, of which either may lag.
 *
 * A Job ends only after its Pods have, so one that is seen unfinished is seen as it was: its end, or its deletion, is
 * awaited however long that takes. What was counted and never seen may be gone for good, so that has a limit. A Job that
 * ends by its deadline says all there is to say. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
 */
export function awaitsFinalReport(view: JobView, end: JobEnd, now: number): boolean {
  const { job, pod, endedPods, known } = view;
  if (end.reason === 'DeadlineExceeded') return false;
  if (pod && isActive(pod)) return !isOverdue(pod, now);
  // Told of before, and gone since: no other words will come.
  if (!pod && end.outcome === 'Failed' && (known?.phase === 'Running' || knownFailure(known))) return false;
  return endedPods < countedPods(job) && mayStillAppear(view, end, now);
}

/** It was to be gone by then, whatever became of its node. */
function isOverdue({ metadata: { deletionTimestamp } }: ObservedTaskPod, now: number): boolean {
  return deletionTimestamp !== undefined && now - Date.parse(deletionTimestamp) > LATE_SECONDS * 1000;
}

/** Pods that have ended, as the Job controller counts them; one at least, since none is ended without. */
export const countedPods = ({ status: { succeeded = 0, failed = 0 } = {} }: ObservedJob): number =>
  Math.max(1, succeeded + failed);

function mayStillAppear({ podsKnownUntil }: JobView, { time }: JobEnd, now: number): boolean {
  const secondsSince = (now - Date.parse(time)) / 1000;
  // Both ways: a clock that runs behind the server's must not wait for ever.
  if (Math.abs(secondsSince) < LATE_SECONDS) return true;
  return secondsSince > 0 && podsKnownUntil !== undefined && podsKnownUntil < Date.parse(time) + LATE_SECONDS * 1000;
}
