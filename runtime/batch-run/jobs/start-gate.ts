import { START_GATE } from '../../../api/start-gate.js';
import type { Removal } from '../../engine/reconcile/diff.js';
import type { GatedSpec, ObservedJob, ObservedTaskPod } from '../observed.js';

/*
 * A Pod with our scheduling gate waits for its turn. Gates can only be removed, so a Pod that lost its gate is never held
 * again; the Pod of a retry is born with one.
 * Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/
 */

/** How long the removal of a gate may take to come back through the watch; after that it is asked for again. */
export const RELEASE_SECONDS = 5;

const hasGate = ({ schedulingGates = [] }: GatedSpec = {}): boolean =>
  schedulingGates.some(({ name }) => name === START_GATE);

/** Whether the Pod waits for us. */
export const isGated = ({ spec }: Pick<ObservedTaskPod, 'spec'>): boolean => hasGate(spec);

/** Whether the Job's Pods are born with our gate. */
export const hasGatedPods = ({ spec }: ObservedJob): boolean => hasGate(spec?.template?.spec);

/** Removes our gate and no other. */
export function release(object: ObservedTaskPod): Removal {
  const { schedulingGates = [] } = object.spec ?? {};
  const index = schedulingGates.findIndex(({ name }) => name === START_GATE);
  return { type: 'removeItem', object, path: `/spec/schedulingGates/${index}`, item: schedulingGates[index] };
}
