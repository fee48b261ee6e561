import { type Backoff, backoffSeconds } from '../../../work-queue/backoff.js';
import type { ContainerStatus, Pod } from '../../objects.js';
import { secondsSince } from '../../timestamp.js';

/** @source kubernetes: DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff in pkg/controller/job */
const podBackoff: Backoff = { baseSeconds: 10, capSeconds: 600 };

/** Seconds until the next Pod may be made: 10 after one failure, doubled by each further one, and none after a success. */
export function podBackoffSeconds(pods: readonly Pod[], nowMilliseconds: number): number {
  const { failures, lastFailure } = failuresSinceLastSuccess(pods);
  if (lastFailure === undefined) return 0;
  return Math.max(0, backoffSeconds(podBackoff, failures - 1) - secondsSince(lastFailure, nowMilliseconds));
}

function failuresSinceLastSuccess(pods: readonly Pod[]): { failures: number; lastFailure?: string } {
  const successes = finishTimes(pods, 'Succeeded');
  const lastSuccess = successes.at(-1) ?? '';
  const failures = finishTimes(pods, 'Failed').filter((time) => time > lastSuccess);
  const lastFailure = failures.at(-1);
  return { failures: failures.length, ...(lastFailure !== undefined && { lastFailure }) };
}

function finishTimes(pods: readonly Pod[], phase: string): string[] {
  return pods
    .filter((pod) => pod.status?.phase === phase)
    .map(finishTime)
    .sort();
}

/** When the last container ended; a Pod that never ran one ended when it was made. */
export function finishTime(pod: Pod): string {
  const statuses: readonly ContainerStatus[] = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  const times = statuses.flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  return times.sort().at(-1) ?? pod.metadata.deletionTimestamp ?? pod.metadata.creationTimestamp ?? '';
}
