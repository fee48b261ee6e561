import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';

interface ManagedFields {
  readonly managedFields?: readonly { readonly operation?: string }[];
}

/**
 * Whether a tool or user declares the object from outside, from Git, with Helm or with `kubectl apply`: if it were removed it
 * would be applied, and so run, once more.
 *
 * Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/,
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#garbage-collection
 */
export function isCommitted({
  annotations = {},
  labels = {},
  managedFields = [],
}: ObjectMeta & ManagedFields): boolean {
  const isApplied = managedFields.some(({ operation }) => operation === 'Apply');
  return (
    isApplied || marks.annotations.some((name) => name in annotations) || marks.labels.some((name) => name in labels)
  );
}

const marks = {
  annotations: [
    'argocd.argoproj.io/tracking-id',
    'kubectl.kubernetes.io/last-applied-configuration',
    'meta.helm.sh/release-name',
  ],
  labels: [
    'argocd.argoproj.io/instance',
    'app.kubernetes.io/instance',
    'kustomize.toolkit.fluxcd.io/name',
    'helm.toolkit.fluxcd.io/name',
  ],
} as const;
