import { ANNOTATION_ATTEMPT, ANNOTATION_LAST_REASON, ANNOTATION_RELEASED_AT } from '../../../api/labels.js';
import { START_GATE } from '../../../api/start-gate.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import type { Removal } from '../../engine/reconcile/diff.js';
import { type AttemptHistory, attemptCount } from '../attempts/attempt.js';
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

/** Removes our gate and no other, and says in the same request which attempt the Pod is: its containers read that. */
export function release(object: ObservedTaskPod, history: AttemptHistory, now: number): Removal {
  const { schedulingGates = [] } = object.spec ?? {};
  const index = schedulingGates.findIndex(({ name }) => name === START_GATE);
  const reason = history.last.at(-1)?.reason;
  const annotations = {
    [ANNOTATION_ATTEMPT]: String(attemptCount(history)),
    ...(reason === undefined ? {} : { [ANNOTATION_LAST_REASON]: reason }),
    [ANNOTATION_RELEASED_AT]: timestamp(now),
  };
  const path = `/spec/schedulingGates/${index}`;
  return { type: 'removeItem', object, path, item: schedulingGates[index], annotations };
}
