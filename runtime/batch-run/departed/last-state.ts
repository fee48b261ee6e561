import { isFinishedPod } from '../../pod/finished-pod.js';
import { isDisrupted } from '../jobs/failure-policy.js';
import { isHeld, isSuspended } from '../jobs/held-job.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';

/** When somebody asked for the deletion of a Pod, and how long its containers may take. */
export type Deletion = Pick<ObservedTaskPod['metadata'], 'deletionTimestamp' | 'deletionGracePeriodSeconds'>;

/** The request for the deletion of a Pod that still works. */
export function deletionOf(pod: ObservedTaskPod): Deletion | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || isFinishedPod(pod)) return undefined;
  return { deletionTimestamp, ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }) };
}

/**
 * The last state of a Pod that is gone, as a Pod that has ended; undefined if it never began, if its end is not known, or if
 * its Job gave it up, which costs no attempt.
 *
 * @param pod as it was deleted
 * @param asked the first request for its deletion: a kubelet sends another when the containers have ended
 */
export function lastState(
  pod: ObservedTaskPod,
  job: ObservedJob | undefined,
  asked?: Deletion,
): ObservedTaskPod | undefined {
  const { metadata, spec, status } = pod;
  if (!job || job.metadata.deletionTimestamp !== undefined || spec?.nodeName === undefined) return undefined;
  const isGivenUp = metadata.deletionTimestamp !== undefined && (isSuspended(job) || isHeld(job)) && !isDisrupted(pod);
  if (isGivenUp) return undefined;
  const last = asked ? { ...pod, metadata: { ...metadata, ...asked } } : pod;
  if (isFinishedPod(pod)) return last;
  return metadata.deletionTimestamp === undefined ? undefined : { ...last, status: { ...status, phase: 'Failed' } };
}
