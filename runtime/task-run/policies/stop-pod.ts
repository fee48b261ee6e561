import type { TaskRun } from '../../../api/generated/kinds.js';
import { durationSeconds } from '../../../packages/kubernetes-conventions/duration-seconds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isFinishedPod } from '../../pod/finished-pod.js';
import type { ObservedRunPod } from '../observed.js';

/**
 * What is desired instead of a Pod that is to end: nothing while it has no node, since nothing of it runs yet; after
 * that the Pod itself with a deadline that is over. Its kubelet then gives the containers SIGTERM and the Pod's grace
 * period and leaves the Pod, so that its logs stay. Deleting it would delete them.
 * Source: kubernetes/kubernetes, pkg/kubelet/active_deadline.go
 */
export function stoppedPod(pod: ObservedRunPod): KubernetesObject[] {
  const { apiVersion, kind, metadata } = pod;
  const { name, namespace, uid } = metadata;
  if (isFinishedPod(pod)) return [pod];
  if (pod.spec?.nodeName === undefined) return [];
  // With the uid, so that no other Pod of the same name is changed or created.
  const identity = { name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}) };
  const stopped = { apiVersion, kind, metadata: identity, spec: { activeDeadlineSeconds: OVER_SECONDS } };
  return [stopped];
}

/** The least that Kubernetes takes; it may be set, or lowered, while a Pod runs. */
const OVER_SECONDS = 1;

/**
 * How long a Pod without a node may still wait before its run's timeout is over; 0 when it is, undefined forever. A
 * Pod on a node is its kubelet's to time.
 *
 * @param now milliseconds since the epoch
 */
export function waitSecondsLeft({ spec }: TaskRun, pod: ObservedRunPod, now: number): number | undefined {
  if (spec.timeout === undefined || pod.spec?.nodeName !== undefined) return undefined;
  const waited = (now - Date.parse(pod.metadata.creationTimestamp ?? '')) / 1000;
  return Math.max(0, durationSeconds(spec.timeout) - waited);
}
