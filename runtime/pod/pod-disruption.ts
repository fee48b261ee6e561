import type { TaskReason } from '../../api/reasons.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedPod, ObservedTermination } from './observed-pod.js';
import { containersOf } from './pod-containers.js';
import type { TaskFailure } from './task-failure.js';

/**
 * What removes a Pod that did not end by itself; undefined if nothing does. What Kubernetes names is written in its
 * words, a deletion that it does not explain as one.
 *
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
export function podDisruption(pod: ObservedPod): TaskFailure | undefined {
  return eviction(pod) ?? deletion(pod);
}

function eviction({ status }: ObservedPod): TaskFailure | undefined {
  if (status?.reason === 'Evicted')
    return { reason: 'Evicted', message: oneLine(status.message ?? 'the Pod was evicted') };
  if (status?.reason === 'NodeLost')
    return { reason: 'NodeLost', message: oneLine(status.message ?? 'the node of the Pod was lost') };
  const disruption = status?.conditions?.find(
    ({ type, status: holds }) => type === 'DisruptionTarget' && holds === 'True',
  );
  if (!disruption) return undefined;
  const reason = disruptionReasons[disruption.reason ?? ''] ?? 'Evicted';
  return { reason, message: oneLine(disruption.message || 'the Pod was disrupted') };
}

const disruptionReasons: Readonly<Record<string, TaskReason>> = {
  PreemptionByScheduler: 'Preempted',
  DeletionByPodGC: 'NodeLost',
};

function deletion(pod: ObservedPod): TaskFailure | undefined {
  if (pod.metadata.deletionTimestamp === undefined || endedBefore(pod)) return undefined;
  return { reason: 'PodDeleted', message: `Pod ${pod.metadata.name} was deleted before it ended` };
}

/** Whether a container had failed by itself, or all had succeeded, when the deletion was asked for. */
function endedBefore(pod: ObservedPod): boolean {
  const ends = containersOf(pod).flatMap(({ state }) => state?.terminated ?? []);
  return ends.some((end) => end.exitCode !== 0 && isOwnEnd(end, pod)) || pod.status?.phase === 'Succeeded';
}

/**
 * Whether a container ended before the Pod was to end. A deletion without a grace period is the last one, which the
 * kubelet sends within seconds of the end, and hides when the first was asked for; then the exit code of a signal shows it.
 */
function isOwnEnd({ exitCode, finishedAt = '' }: ObservedTermination, { metadata }: ObservedPod): boolean {
  const { deletionTimestamp = '', deletionGracePeriodSeconds = 0 } = metadata;
  const secondsBefore = (Date.parse(deletionTimestamp) - Date.parse(finishedAt)) / 1000 - deletionGracePeriodSeconds;
  const isKilled =
    deletionGracePeriodSeconds === 0 && stopSignals.has(exitCode) && secondsBefore < LAST_DELETION_SECONDS;
  return secondsBefore > 0 && !isKilled;
}

/** SIGTERM and SIGKILL. */
const stopSignals: ReadonlySet<number> = new Set([143, 137]);

/** Long enough for a kubelet that has much to do. */
const LAST_DELETION_SECONDS = 20;
