import { AGENT_CONTAINER } from '../../api/containers.js';
import { ANNOTATION_STEPS } from '../../api/labels.js';
import type { ObservedContainer, ObservedPod } from './observed-pod.js';

/** The statuses of all containers of a Pod in the order of their start; empty until the kubelet has the Pod. */
export const containersOf = ({ status }: Pick<ObservedPod, 'status'>): readonly ObservedContainer[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

/** The names of the containers that do a Pod's work, in order: the steps of a TaskRun, else the agent. */
export const stepNames = ({ metadata }: Pick<ObservedPod, 'metadata'>): readonly string[] =>
  metadata.annotations?.[ANNOTATION_STEPS]?.split(',') ?? [AGENT_CONTAINER];

/** Those of ours that only prepare the work: clones, context files, tools. */
export function setupContainers(pod: ObservedPod): readonly ObservedContainer[] {
  const steps = stepNames(pod);
  return (pod.status?.initContainerStatuses ?? []).filter(({ name }) => !steps.includes(name));
}

/** Those that do the work, and whatever others have put beside them. */
export function workContainers(pod: ObservedPod): readonly ObservedContainer[] {
  const setup = setupContainers(pod);
  return containersOf(pod).filter((container) => !setup.includes(container));
}
