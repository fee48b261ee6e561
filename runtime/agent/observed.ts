import type { Agent } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { Observed } from '../engine/reconcile/reconcile-once.js';
import type { ObservedCondition, ObservedPod } from '../pod/observed-pod.js';

/** Everything one pass over an Agent may look at. Lists are in no particular order and may be empty. */
export interface ObservedAgent extends Observed<Agent> {
  /** The Deployment and Service of the Agent's name, whosever they are. */
  readonly children: readonly (ObservedDeployment | ObservedService)[];
  /** Those that carry the Agent's label. */
  readonly pods: readonly ObservedAgentPod[];
  /** Warnings about those Pods. */
  readonly warnings: readonly ObservedWarning[];
}

/** Whole, since it is compared with the plan. */
export interface ObservedDeployment extends KubernetesObject {
  readonly kind: 'Deployment';
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly ObservedCondition[];
  };
}

/** Whole, since it is compared with the plan. */
export interface ObservedService extends KubernetesObject {
  readonly kind: 'Service';
}

/** The fields of every Pod, and how its agent ended last. */
export interface ObservedAgentPod extends ObservedPod {
  /** How the first container that is not ready ended last; absent while none has ended. */
  readonly lastEnd?: ContainerEnd;
  /** How often the containers that are not ready have been started again; absent for never. */
  readonly restarts?: number;
  /** The first container that runs and is not ready. */
  readonly unready?: { readonly container: string; readonly startedAt: string };
}

export interface ContainerEnd {
  readonly container: string;
  readonly exitCode: number;
  readonly reason?: string;
  /** The container runtime's; what the agent itself said is not kept. */
  readonly message?: string;
}
