import { goneAttempts } from '../attempts/gone-attempts.js';
import type { JobEnd } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { hadPod, knownFailure } from '../jobs/known-failure.js';
import { isActive } from '../jobs/pod-activity.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';

/** For this long after its Job has ended, a Pod that was not observed may still appear. */
export const LATE_SECONDS = 30;

/**
 * Whether to wait for the final report of a Pod before the result of its task is recorded. Jobs and Pods come through two
 * watches, either of which may lag, and a recorded result never changes.
 *
 * A Job ends only after its Pods have, so an observed Pod that has not ended is out of date: its end, or its deletion, is
 * awaited without a limit. A Pod that was counted and never observed may be gone, so that has a limit. For a Job that ended
 * by its deadline, no report is needed. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
 */
export function awaitsFinalReport(view: JobView, end: JobEnd, now: number): boolean {
  const { job, pod, endedPods, known } = view;
  if (end.reason === 'DeadlineExceeded') return false;
  if (pod && isActive(pod)) return !isOverdue(pod, now);
  // Its failure is recorded, and the Pod is gone: no report will come.
  if (!pod && end.outcome === 'Failed' && (hadPod(known) || knownFailure(known))) return false;
  return endedPods + goneAttempts(view) < countedPods(job) && mayStillAppear(view, end, now);
}

/** The Pod should be deleted by then, even if its node is lost. */
function isOverdue({ metadata: { deletionTimestamp } }: ObservedTaskPod, now: number): boolean {
  return deletionTimestamp !== undefined && now - Date.parse(deletionTimestamp) > LATE_SECONDS * 1000;
}

/** Pods that have ended, as the Job controller counts them; one at least, since none is ended without. */
export const countedPods = ({ status: { succeeded = 0, failed = 0 } = {} }: ObservedJob): number =>
  Math.max(1, succeeded + failed);

function mayStillAppear({ podsKnownUntil }: JobView, { time }: JobEnd, now: number): boolean {
  const secondsSince = (now - Date.parse(time)) / 1000;
  // In both directions: if the local clock is behind that of the server, the wait must still end.
  if (Math.abs(secondsSince) < LATE_SECONDS) return true;
  return secondsSince > 0 && podsKnownUntil !== undefined && podsKnownUntil < Date.parse(time) + LATE_SECONDS * 1000;
}
