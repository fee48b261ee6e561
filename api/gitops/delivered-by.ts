import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/**
 * The tool that delivers the object from Git and keeps doing so, by the marks it leaves on what it applies; undefined
 * without any. What is made of a delivered object carries none of them.
 *
 * Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/,
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#garbage-collection
 */
export function deliveredBy({ annotations = {}, labels = {} }: ObjectMeta): string | undefined {
  const argo = annotations['argocd.argoproj.io/tracking-id'] ?? labels['argocd.argoproj.io/instance'];
  if (argo) return `the Argo CD application ${argo.split(':', 1)[0]}`;
  const kustomization = labels['kustomize.toolkit.fluxcd.io/name'];
  if (kustomization) return `the Flux Kustomization ${kustomization}`;
  const release = labels['helm.toolkit.fluxcd.io/name'];
  return release && `the Flux HelmRelease ${release}`;
}
