import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** What one run, agent or build would create. */
export interface PlannedRun {
  /** `batchrun/x`, `agent/x`, `agentbuild/x`. */
  readonly name: string;
  readonly namespace?: string | undefined;
  /** `batch/x`, or empty. */
  readonly template: string;
  /** False for a template that no run among the manifests names: a run of it would look like this. */
  readonly isReal: boolean;
  /** Each object as it would be created, in the order of creation; built again at each call. */
  readonly objects: () => Iterable<KubernetesObject>;
  /** Where an agent would be reached inside the cluster. */
  readonly url?: string;
  /** The image that a build would push, and the agent that would run it. */
  readonly builds?: string;
  /** One line per task or step. */
  readonly parts: readonly PlannedPart[];
}

export interface PlannedPart {
  /** Name of the Job or container. */
  readonly name: string;
  /** Where it works, or what it runs. */
  readonly work: string;
}
