import type { V1PodSpec } from '@kubernetes/client-node';
import type { BatchSpec } from '../../api/generated/kinds.js';
import { START_GATE } from '../../api/start-gate.js';

/** The deadline, of a Job or of a Pod; empty when there is none. */
export const deadlineOf = ({ activeDeadlineSeconds }: BatchSpec): Pick<V1PodSpec, 'activeDeadlineSeconds'> =>
  activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds };

/**
 * A Pod that waits for its turn. The deadline is the Pod's, which counts from the moment a node has it: a Job's deadline
 * counts from the Job's creation, waiting included.
 */
export const gatedPod = (pod: V1PodSpec, batch: BatchSpec): V1PodSpec => ({
  ...pod,
  ...deadlineOf(batch),
  schedulingGates: [{ name: START_GATE }],
});
