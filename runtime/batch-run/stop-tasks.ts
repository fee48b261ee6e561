import type { BatchRun } from '../../api/generated/kinds.js';
import type { Amendment } from '../engine/diff.js';
import { hold, isKueues, isSuspended } from './held-job.js';
import { jobEnd } from './job-end.js';
import type { ObservedJob, ObservedTaskPod } from './observed.js';
import { isActive } from './occupied-slots.js';
import type { RunIndex } from './run-index.js';

/**
 * What keeps a paused run from starting anything, and ends a cancelled one. Empty when neither is wanted or all is done.
 *
 * A Job is suspended only when none of its Pods has a node, because Kubernetes deletes the Pods of a suspended Job; what
 * runs is left to end, or, cancelled, gets a deadline that is over: its kubelet sends SIGTERM, waits for the grace
 * period and leaves the Pod with its logs. Source: kubernetes/kubernetes, pkg/kubelet/active_deadline.go
 */
export function stopTasks({ spec }: BatchRun, index: RunIndex): Amendment[] {
  if (!spec.suspend && !spec.cancel) return [];
  const jobs = [...index.jobs.values()];
  const heldBack = jobs.filter((job) => mayStartPod(job, index)).map(hold);
  return spec.cancel ? [...heldBack, ...jobs.flatMap(index.podsOf).filter(isToStop).map(stop)] : heldBack;
}

function mayStartPod(job: ObservedJob, { podsOf }: RunIndex): boolean {
  const isOurs = !isKueues(job) && !isSuspended(job) && job.metadata.deletionTimestamp === undefined;
  return isOurs && jobEnd(job) === undefined && !podsOf(job).some((pod) => isRunning(pod) || hasSucceeded(pod));
}

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
