import type { Phase } from '../../../api/generated/kinds.js';
import type { Amendment, Change } from '../../engine/reconcile/diff.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { hold, isQueuedByKueue } from './held-job.js';
import { jobEnd } from './job-end.js';
import { isRunning } from './pod-activity.js';
import { deletedGatedPods } from './queued-job.js';
import type { RunIndex } from './run-index.js';
import { isStartable } from './startable-job.js';

/**
 * Ends Jobs of the run for good. Empty when nothing is left to end.
 *
 * A Job whose Pod has no node is held, which deletes its Pods, those with our start gate included. A Pod that runs gets a
 * deadline in the past: its kubelet sends SIGTERM, waits for the grace period and leaves the Pod with its logs.
 * Source: kubernetes/kubernetes, pkg/kubelet/active_deadline.go
 *
 * @param phase of their tasks, which Jobs from Git say
 */
export function stopJobs(jobs: readonly ObservedJob[], index: RunIndex, phase?: Phase): Change[] {
  const unfinished = jobs.filter((job) => jobEnd(job) === undefined);
  return [
    ...unfinished.filter((job) => isStartable(job, index)).map((job) => hold(job, phase)),
    ...jobs.flatMap(index.podsOf).filter(isToStop).map(stop),
    ...unfinished.filter(isQueuedByKueue).flatMap((job) => deletedGatedPods(job, index)),
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
