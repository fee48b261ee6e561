import { share } from '../../packages/kubernetes-client/cache/intern.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import { slim } from '../caches/slim-metadata.js';
import type { ObservedCondition, ObservedContainer, ObservedPod, ObservedTermination } from './observed-pod.js';

interface PodSpec {
  /** Absent until a node was found. */
  readonly nodeName?: string;
  readonly activeDeadlineSeconds?: number;
  readonly schedulingGates?: readonly { readonly name: string }[];
}

export const containerFields: Fields = {
  ...{ name: true, image: true, lastState: true },
  state: { '*': true, terminated: { '*': true, containerID: false } },
};

/** Everything of a Pod that any projection reads beside its metadata. */
export const podFields: Fields = {
  spec: { nodeName: true, activeDeadlineSeconds: true, schedulingGates: true },
  status: {
    ...{ phase: true, reason: true, message: true },
    conditions: { type: true, status: true, reason: true, message: true, lastTransitionTime: true },
    ...{ initContainerStatuses: containerFields, containerStatuses: containerFields },
  },
};

/** What is kept in memory of a Pod: its template and everything that others wrote are most of its size. */
export function projectPod({ apiVersion, kind, metadata, status }: ObservedPod): ObservedPod {
  return { apiVersion, kind, metadata: slim(metadata), status: slimStatus(status) };
}

/** What starting and stopping a Pod depend on. */
export function slimSpec({ nodeName, activeDeadlineSeconds, schedulingGates = [] }: PodSpec = {}): PodSpec {
  return share({
    ...(nodeName && { nodeName }),
    ...(activeDeadlineSeconds && { activeDeadlineSeconds }),
    ...(schedulingGates.length > 0 && { schedulingGates }),
  });
}

export function slimStatus(status: ObservedPod['status'] = {}): NonNullable<ObservedPod['status']> {
  const { reason, message, conditions = [], initContainerStatuses = [], containerStatuses = [] } = status;
  const kept = {
    phase: share(status.phase),
    conditions: share(conditions.filter(isTelling).map(slimCondition)),
    initContainerStatuses: initContainerStatuses.map(slimContainer),
    containerStatuses: containerStatuses.map(slimContainer),
  } as NonNullable<ObservedPod['status']>;
  return reason || message ? { ...kept, ...(reason && { reason }), ...(message && { message }) } : kept;
}

/** That no node takes the Pod, or that something else than its containers ends it. */
const isTelling = ({ type, status }: ObservedCondition): boolean =>
  (type === 'PodScheduled' && status === 'False') || type === 'DisruptionTarget';

export const slimCondition = ({ type, status, reason, message, lastTransitionTime }: ObservedCondition) =>
  ({ type, status, reason, message, lastTransitionTime }) as ObservedCondition;

function slimContainer({ name, image, state }: ObservedContainer): ObservedContainer {
  return share({ name, image, state: slimState(state) } as ObservedContainer);
}

/** Not the id of a container that has ended, which is as long as all the rest. */
function slimState(state: ObservedContainer['state']): ObservedContainer['state'] {
  if (!state?.terminated) return state;
  const { exitCode, reason, message, startedAt, finishedAt } = state.terminated;
  return { terminated: { exitCode, reason, message, startedAt, finishedAt } as ObservedTermination };
}
