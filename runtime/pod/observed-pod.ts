import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

export interface ObservedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** The fields of a Pod that say why its task does not run, or how it ended. */
export interface ObservedPod extends KubernetesObject {
  readonly kind: 'Pod';
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly ObservedCondition[];
    readonly initContainerStatuses?: readonly ObservedContainer[];
    readonly containerStatuses?: readonly ObservedContainer[];
  };
}

export interface ObservedContainer {
  readonly name: string;
  readonly image?: string;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: { readonly startedAt?: string };
    readonly terminated?: ObservedTermination;
  };
}

export interface ObservedTermination {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}
