import { slim } from '../run/slim-metadata.js';
import type { ObservedContainer, ObservedPod } from './observed-pod.js';

/** What is kept in memory of a Pod: its template and everything that others wrote are most of its size. */
export function projectPod({ apiVersion, kind, metadata, status }: ObservedPod): ObservedPod {
  const { phase, reason, message, conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    status: {
      ...(phase && { phase }),
      ...(reason && { reason }),
      ...(message && { message }),
      conditions: conditions.filter(({ type }) => type === 'PodScheduled' || type === 'DisruptionTarget'),
      initContainerStatuses: initContainerStatuses.map(slimContainer),
      containerStatuses: containerStatuses.map(slimContainer),
    },
  };
}

function slimContainer({ name, image, state }: ObservedContainer): ObservedContainer {
  return { name, ...(image && { image }), ...(state && { state }) };
}
