import { share } from '../engine/share.js';
import { slim } from '../run/slim-metadata.js';
import type { ObservedCondition, ObservedContainer, ObservedPod } from './observed-pod.js';

/** What is kept in memory of a Pod: its template and everything that others wrote are most of its size. */
export function projectPod({ apiVersion, kind, metadata, status }: ObservedPod): ObservedPod {
  const { phase, reason, message, conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    status: {
      ...(phase && { phase: share(phase) }),
      ...(reason && { reason }),
      ...(message && { message }),
      conditions: share(conditions.filter(isTelling)),
      initContainerStatuses: share(initContainerStatuses.map(slimContainer)),
      containerStatuses: share(containerStatuses.map(slimContainer)),
    },
  };
}

/** That no node takes the Pod, or that something else than its containers ends it. */
const isTelling = ({ type, status }: ObservedCondition): boolean =>
  (type === 'PodScheduled' && status === 'False') || type === 'DisruptionTarget';

function slimContainer({ name, image, state }: ObservedContainer): ObservedContainer {
  return { name, ...(image && { image }), ...(state && { state }) };
}
