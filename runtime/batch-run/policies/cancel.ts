import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Amendment, Change } from '../../engine/reconcile/diff.js';
import { hold, isQueuedByKueue } from '../jobs/held-job.js';
import { isActive, isRunning } from '../jobs/pod-activity.js';
import type { RunIndex } from '../jobs/run-index.js';
import { isGated } from '../jobs/start-gate.js';
import { startableJobs, unfinishedJobs } from '../jobs/startable-job.js';
import type { ObservedTaskPod } from '../observed.js';

/**
 * Ends the tasks of a cancelled run. Empty when the run is not cancelled, or when nothing is left to end.
 *
 * A Job whose Pod has no node is held, which deletes its Pods, those with our start gate included. A Pod that runs gets a
 * deadline in the past: its kubelet sends SIGTERM, waits for the grace period and leaves the Pod with its logs.
 * Source: kubernetes/kubernetes, pkg/kubelet/active_deadline.go
 */
export function cancelTasks({ spec }: BatchRun, index: RunIndex): Change[] {
  if (!spec.cancel) return [];
  const pods = [...index.jobs.values()].flatMap(index.podsOf);
  return [
    ...startableJobs(index).map(hold),
    ...pods.filter(isToStop).map(stop),
    ...unfinishedJobs(index).filter(isQueuedByKueue).flatMap(index.podsOf).filter(isToDelete).map(toDeletion),
  ];
}

/** The Job is Kueue's, so it is not held: that its Pod is deleted ends it. */
const isToDelete = (pod: ObservedTaskPod): boolean =>
  isActive(pod) && isGated(pod) && pod.metadata.deletionTimestamp === undefined;

const toDeletion = (object: ObservedTaskPod): Change => ({ type: 'delete', object });

const isToStop = (pod: ObservedTaskPod): boolean =>
  isRunning(pod) && pod.metadata.deletionTimestamp === undefined && pod.spec?.activeDeadlineSeconds !== OVER_SECONDS;

/** The least that Kubernetes takes; it may be set, or lowered, while a Pod runs. */
const OVER_SECONDS = 1;

/** Whatever its status has come to meanwhile. */
function stop({ metadata: { resourceVersion: _, ...metadata }, ...pod }: ObservedTaskPod): Amendment {
  return { type: 'amend', object: { ...pod, metadata }, patch: { spec: { activeDeadlineSeconds: OVER_SECONDS } } };
}
