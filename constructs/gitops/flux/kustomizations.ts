import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { DeliveredFolder, Delivery } from '../delivery.js';
import { healthCheckExprs } from './health-check-exprs.js';

/** What the Kustomizations read. A private repository needs a `secretRef`, which a patch adds. */
export const gitRepository = ({
  name,
  repoUrl,
  revision,
  flux,
}: Delivery): KubernetesObject & { readonly spec: object } => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name, namespace: flux.namespace },
  spec: { interval: '1m', url: repoUrl, ref: { branch: revision } },
});

/** One for each folder; runs come after the templates that they name. */
export const kustomizations = (delivery: Delivery): KubernetesObject[] =>
  delivery.folders.map((folder, index) => kustomization(delivery, folder, delivery.folders[index - 1]));

function kustomization(
  { name, path, namespace, flux }: Delivery,
  { name: folder, isPruned }: DeliveredFolder,
  before: DeliveredFolder | undefined,
): KubernetesObject & { readonly spec: object } {
  const isOfRuns = folder === 'runs';
  const spec = {
    interval: '10m',
    retryInterval: '1m',
    timeout: isOfRuns && flux.waitForRuns ? flux.timeout : '5m',
    sourceRef: { kind: 'GitRepository', name },
    path: `./${path}/${folder}`,
    targetNamespace: namespace,
    prune: isPruned,
    wait: !isOfRuns || flux.waitForRuns,
    ...(before ? { dependsOn: [{ name: `${name}-${before.name}` }] } : {}),
    // Flux would take back what `kubectl task pause` and `cancel` set.
    ...(isOfRuns ? { commonMetadata: { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' } } } : {}),
    healthCheckExprs,
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${name}-${folder}`, namespace: flux.namespace },
    spec,
  };
}
