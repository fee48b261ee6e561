import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly string[];
}

interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
}

/** The containers of a planned Pod, or of the Pods of a planned Job or Deployment, those of its setup first; else none. */
export function containersOf(object: KubernetesObject): readonly Container[] {
  const { kind, spec } = object as KubernetesObject & {
    readonly spec?: PodSpec & { readonly template?: { readonly spec?: PodSpec } };
  };
  const pod = kind === 'Pod' ? spec : kind === 'Job' || kind === 'Deployment' ? spec?.template?.spec : undefined;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
}
