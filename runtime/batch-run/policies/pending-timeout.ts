import { ANNOTATION_RELEASED_AT } from '../../../api/labels.js';
import { counted, oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { hasBegun } from '../../pod/has-begun.js';
import { podEnd } from '../../pod/pod-times.js';
import { hasStarted, podStartFailure } from '../../pod/start-failure.js';
import { isHeld, isSuspended } from '../jobs/held-job.js';
import type { JobView } from '../jobs/job-view.js';
import { policyOf } from '../jobs/kept-policy.js';
import { isActive } from '../jobs/pod-activity.js';
import { isGated } from '../jobs/start-gate.js';
import type { SpentTask } from './attempt-limits.js';

/** Until when the Pod of a task must have started, in milliseconds since the epoch; undefined if nothing counts down. */
export function pendingDeadline(view: JobView): number | undefined {
  const { pendingSeconds } = policyOf(view.job) ?? {};
  const since = pendingSeconds === undefined ? undefined : waitingSince(view);
  return pendingSeconds === undefined || since === undefined ? undefined : Date.parse(since) + pendingSeconds * 1000;
}

/** A task whose Pod has not started in time, and what it waited for. */
export function overdueTask(view: JobView, now: number): SpentTask | undefined {
  const deadline = pendingDeadline(view);
  if (deadline === undefined || deadline > now) return undefined;
  const { pendingSeconds = 0 } = policyOf(view.job) ?? {};
  const message = `its Pod has not started within ${counted(pendingSeconds, 'second')} (pendingSeconds): ${causeOf(view)}`;
  return {
    failure: { reason: 'PendingTimeout', message: oneLine(message) },
    pod: view.pod?.metadata.uid ?? '',
    time: timestamp(deadline),
  };
}

/**
 * Since when nothing of the Pod runs that should: since it exists or its gate was removed, or since the last init container ended.
 * What waits for its turn does not count, and neither does a clone that takes its time. RFC 3339.
 */
function waitingSince({ job, pod, podWarning, jobWarning, endedPods }: JobView): string | undefined {
  if (isSuspended(job) || isHeld(job)) return undefined;
  if (!pod) return endedPods === 0 && jobWarning?.reason === 'FailedCreate' ? job.status?.startTime : undefined;
  if (!isActive(pod) || isGated(pod) || hasBegun(pod) || pod.metadata.deletionTimestamp !== undefined) return undefined;
  const released = pod.metadata.annotations?.[ANNOTATION_RELEASED_AT] ?? pod.metadata.creationTimestamp;
  if (!hasStarted(pod)) return released;
  return podStartFailure(pod, podWarning) ? podEnd(pod) : undefined;
}

function causeOf({ pod, podWarning, jobWarning }: JobView): string {
  const failure = pod && podStartFailure(pod, podWarning);
  if (failure) return `${failure.reason}: ${failure.message}`;
  return pod ? 'no container has started' : `FailedCreate: ${jobWarning?.message ?? 'the Pod cannot be created'}`;
}
