import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Amendment, Change } from '../../engine/reconcile/diff.js';
import { hold, isHeld, isKueues, isSuspended } from '../jobs/held-job.js';
import { jobEnd } from '../jobs/job-end.js';
import { isActive } from '../jobs/occupied-slots.js';
import type { RunIndex } from '../jobs/run-index.js';
import { hasGatedPods, isGated } from '../jobs/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';

/**
 * What keeps a paused run from starting anything, and ends a cancelled one. Empty when neither is wanted or all is done.
 *
 * A Job is held only when none of its Pods has a node, because Kubernetes deletes the Pods of a Job that is held; what
 * runs is left to end, or, cancelled, gets a deadline that is over: its kubelet sends SIGTERM, waits for the grace
 * period and leaves the Pod with its logs. Source: kubernetes/kubernetes, pkg/kubelet/active_deadline.go
 *
 * A Pod with our gate needs nothing while its run is paused; cancelled, its Job is held, which deletes it.
 */
export function stopTasks({ spec }: BatchRun, index: RunIndex): Change[] {
  if (!spec.suspend && !spec.cancel) return [];
  const jobs = [...index.jobs.values()].filter((job) => jobEnd(job) === undefined);
  if (!spec.cancel) return jobs.filter((job) => mayStartPod(job, index) && !waitsForGate(job, index)).map(hold);
  const pods = [...index.jobs.values()].flatMap(index.podsOf);
  return [
    ...jobs.filter((job) => mayStartPod(job, index)).map(hold),
    ...pods.filter(isToStop).map(stop),
    ...jobs.filter(isKueues).flatMap(index.podsOf).filter(isToDelete).map(toDeletion),
  ];
}

function mayStartPod(job: ObservedJob, { podsOf }: RunIndex): boolean {
  const isOurs = !isKueues(job) && job.metadata.deletionTimestamp === undefined;
  const isFree = isOurs && !isSuspended(job) && !isHeld(job);
  return isFree && !podsOf(job).some((pod) => isRunning(pod) || hasSucceeded(pod));
}

/** Whether the Job's Pod, or the next one, is held by its gate. */
const waitsForGate = (job: ObservedJob, { podsOf }: RunIndex): boolean =>
  hasGatedPods(job) && podsOf(job).filter(isActive).every(isGated);

/** The Job is Kueue's, so it is not held: that its Pod is deleted ends it. */
const isToDelete = (pod: ObservedTaskPod): boolean =>
  isActive(pod) && isGated(pod) && pod.metadata.deletionTimestamp === undefined;

const toDeletion = (object: ObservedTaskPod): Change => ({ type: 'delete', object });

/** With a node, a Pod may start at any moment. */
export const isRunning = (pod: ObservedTaskPod): boolean => isActive(pod) && pod.spec?.nodeName !== undefined;

const hasSucceeded = ({ status }: ObservedTaskPod): boolean => status?.phase === 'Succeeded';

const isToStop = (pod: ObservedTaskPod): boolean =>
  isRunning(pod) && pod.metadata.deletionTimestamp === undefined && pod.spec?.activeDeadlineSeconds !== OVER_SECONDS;

/** The least that Kubernetes takes; it may be set, or lowered, while a Pod runs. */
const OVER_SECONDS = 1;

/** Whatever its status has come to meanwhile. */
function stop({ metadata: { resourceVersion: _, ...metadata }, ...pod }: ObservedTaskPod): Amendment {
  return { type: 'amend', object: { ...pod, metadata }, patch: { spec: { activeDeadlineSeconds: OVER_SECONDS } } };
}
