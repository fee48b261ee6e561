import type { KubernetesObject, ObjectMeta } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

/** Argo CD applies lower waves first, and waits until what they hold is healthy. */
export const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });

/** An object that Argo CD reads. */
export const argoObject = (
  kind: 'AppProject' | 'Application' | 'ApplicationSet',
  metadata: ObjectMeta,
  spec: object,
): KubernetesObject & { readonly spec: object } => ({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata, spec });
