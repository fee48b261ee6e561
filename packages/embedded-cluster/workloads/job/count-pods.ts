import type { Job, Pod } from '../../objects.js';
import { completedIndexes } from './indexes.js';
import { isDeleting, isIndexed, isTracked, replacesOnlyFinishedPods } from './observed.js';
import { podFailure } from './pod-failure-policy.js';

/** The Job's tally with the Pods that ended since the last pass. */
export interface Tally {
  readonly succeeded: number;
  readonly failed: number;
  /** Sorted; of an Indexed Job only, else empty. */
  readonly completedIndexes: readonly number[];
  /** Pods now in the tally: their finalizer may go. */
  readonly counted: readonly Pod[];
  /** Set by a failure that the policy says ends the Job. */
  readonly failJobMessage?: string;
}

/** Counts each Pod exactly once: a Pod without the tracking finalizer is already in the status. */
export function countPods(job: Job, pods: readonly Pod[]): Tally {
  const uncounted = pods.filter(isTracked);
  const succeeded = uncounted.filter((pod) => pod.status?.phase === 'Succeeded');
  const failed = uncounted.filter((pod) => hasFailed(job, pod));
  const failures = failed.map((pod) => podFailure(job, pod));
  const failJob = failures.find((failure) => failure.action === 'FailJob');
  const indexes = completedIndexes(job, succeeded);
  return {
    succeeded: isIndexed(job) ? indexes.length : (job.status?.succeeded ?? 0) + succeeded.length,
    failed: (job.status?.failed ?? 0) + failures.filter(({ action }) => action !== 'Ignore').length,
    completedIndexes: indexes,
    counted: [...succeeded, ...failed],
    ...(failJob?.action === 'FailJob' && { failJobMessage: failJob.message }),
  };
}

/** A Pod that is being deleted will never succeed, unless the Job waits to see how it ends. */
function hasFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFinishedPods(job) && isDeleting(pod) && pod.status?.phase !== 'Succeeded';
}
