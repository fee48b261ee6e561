import type { Agent } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { Observed } from '../engine/reconcile-once.js';
import type { ObservedCondition, ObservedPod } from '../pod/observed-pod.js';
import type { ObservedWarning } from '../pod/observed-warning.js';

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

/** What any Pod tells, and how its agent ended last. */
export interface ObservedAgentPod extends ObservedPod {
  /** Absent while no container has ended. */
  readonly lastExitCode?: number;
  /** How often the containers that are not ready have been started again; absent for never. */
  readonly restarts?: number;
}
