import type { Job, Pod } from '../../objects.js';

/** Everything one pass over a Job may look at. `pods` are those it controls, in no order. */
export interface ObservedJob {
  readonly job: Job;
  readonly pods: readonly Pod[];
}

/** Counted Pods carry this finalizer until their outcome is in the Job's status, so that no deletion loses one. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) ?? false;
}

export function isDeleting(object: Job | Pod): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** Still counts towards `parallelism`. */
export function isActive(pod: Pod): boolean {
  return !isDeleting(pod) && !isFinishedPod(pod);
}

export function isTerminating(pod: Pod): boolean {
  return isDeleting(pod) && !isFinishedPod(pod);
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

export function isSuspended(job: Job): boolean {
  return job.spec.suspend === true;
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed';
}

/** Nothing but a finished Pod is replaced, when the Job says so or has a policy for exit codes. */
export function replacesOnlyFinishedPods(job: Job): boolean {
  return job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined;
}

function isFinishedPod(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
