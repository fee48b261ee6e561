import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Amendment, Change } from '../../engine/reconcile/diff.js';
import { hold } from '../jobs/held-job.js';
import { isRunning } from '../jobs/pod-activity.js';
import { deletedGatedPods, queuedJobs } from '../jobs/queued-job.js';
import type { RunIndex } from '../jobs/run-index.js';
import { startableJobs } from '../jobs/startable-job.js';
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
  const phase = spec.jobs === 'synthesized' ? 'Cancelled' : undefined;
  const pods = [...index.jobs.values()].flatMap(index.podsOf);
  return [
    ...startableJobs(index).map((job) => hold(job, phase)),
    ...pods.filter(isToStop).map(stop),
    ...queuedJobs(index).flatMap((job) => deletedGatedPods(job, index)),
  ];
}

const isToStop = (pod: ObservedTaskPod): boolean =>
  isRunning(pod) && pod.metadata.deletionTimestamp === undefined && pod.spec?.activeDeadlineSeconds !== OVER_SECONDS;

/** The least that Kubernetes takes; it may be set, or lowered, while a Pod runs. */
const OVER_SECONDS = 1;

/** Whatever its status has come to meanwhile. */
function stop({ metadata: { resourceVersion: _, ...metadata }, ...pod }: ObservedTaskPod): Amendment {
  return { type: 'amend', object: { ...pod, metadata }, patch: { spec: { activeDeadlineSeconds: OVER_SECONDS } } };
}
