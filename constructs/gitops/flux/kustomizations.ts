import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { DeliveredFolder, Delivery } from '../delivery.js';
import { healthCheckExprs } from './health-check-exprs.js';

type FluxObject = KubernetesObject & { readonly spec: object };

/** What the Kustomizations read. A private repository needs a `secretRef`, which a patch adds. */
export const gitRepository = ({ name, repoUrl, revision, flux }: Delivery): FluxObject => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name, namespace: flux.namespace },
  spec: { interval: '1m', url: repoUrl, ref: referenceOf(revision) },
});

const referenceOf = (revision: string) =>
  /^[0-9a-f]{40}$/.test(revision) ? { commit: revision } : { branch: revision };

/** Where a Kustomization applies, and after what. */
export interface KustomizationPlace {
  /** Name of a Kustomization that comes first. */
  readonly after?: string;
  /** Name of the Secret with the kubeconfig of another cluster. */
  readonly kubeConfig?: string;
}

/**
 * Brings a folder to a cluster.
 *
 * @source https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function kustomization(
  { name, path, namespace, flux }: Delivery,
  { name: ownName, folder, isPruned, holdsRuns }: DeliveredFolder,
  { after, kubeConfig }: KustomizationPlace = {},
): FluxObject {
  const spec = {
    interval: '10m',
    retryInterval: '1m',
    timeout: (holdsRuns ? flux.waitForRuns : undefined) ?? '5m',
    sourceRef: { kind: 'GitRepository', name },
    path: `./${path}/${folder}`,
    targetNamespace: namespace,
    prune: isPruned,
    // What runs must not end because its cluster leaves a list.
    ...(isPruned && holdsRuns ? { deletionPolicy: 'Orphan' } : {}),
    wait: !holdsRuns || flux.waitForRuns !== undefined,
    ...(after === undefined ? {} : { dependsOn: [{ name: after }] }),
    ...(kubeConfig === undefined ? {} : { kubeConfig: { secretRef: { name: kubeConfig } } }),
    // Flux would take back what `kubectl task pause` and `cancel` set.
    ...(holdsRuns ? { commonMetadata: { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' } } } : {}),
    healthCheckExprs,
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: ownName, namespace: flux.namespace },
    spec,
  };
}
