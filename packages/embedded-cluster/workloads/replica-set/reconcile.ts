import { isTerminal, type Pod, type ReplicaSet, type ReplicaSetStatus } from '../../objects.js';

/** What one pass asks for. */
export interface ReplicaSetOutcome {
  /** How many Pods are missing. */
  readonly missing: number;
  readonly remove: readonly Pod[];
  readonly status: ReplicaSetStatus;
}

/** Decides what a ReplicaSet needs. Pure: a second pass over what the first one made asks for nothing. */
export function reconcileReplicaSet(replicaSet: ReplicaSet, pods: readonly Pod[]): ReplicaSetOutcome {
  const active = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isTerminal(pod));
  const wanted = replicaSet.metadata.deletionTimestamp === undefined ? (replicaSet.spec.replicas ?? 1) : 0;
  const surplus = Math.max(0, active.length - wanted);
  const ready = active.filter(isReady).length;
  return {
    missing: Math.max(0, wanted - active.length),
    remove: leastUsefulFirst(active).slice(0, surplus),
    status: {
      replicas: active.length,
      fullyLabeledReplicas: active.length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: replicaSet.metadata.generation ?? 1,
    },
  };
}

/** Those that do not answer, then the youngest: creation order turned round. */
const leastUsefulFirst = (pods: readonly Pod[]): Pod[] =>
  pods.toReversed().sort((a, b) => Number(isReady(a)) - Number(isReady(b)));

export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
