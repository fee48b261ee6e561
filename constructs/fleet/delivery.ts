import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { placeChart } from '../order/chart-place.js';
import { gitopsFolder } from './fleet-problems.js';
import type { FleetDelivery } from './fleet-props.js';

/** Label of the Secrets by which Argo CD knows clusters; its value is the name of the cluster in the fleet. */
const clusterLabel = 'kubetask.io/fleet-cluster';

/** What is delivered. */
export interface Delivered {
  readonly id: string;
  readonly namespace: string;
  /** Names of those that have a folder. */
  readonly clusters: readonly string[];
}

/**
 * An ApplicationSet of Argo CD and Kustomizations of Flux, either of which brings the folder of each cluster to it. Nothing
 * is pruned: a run that is removed from Git would be deleted with its results.
 */
export function emitDelivery(scope: Construct, { id, namespace, clusters }: Delivered, delivery: FleetDelivery): void {
  const argocd = new Chart(scope, 'argocd');
  placeChart(argocd, gitopsFolder, `${id}-argocd`);
  new ApiObject(argocd, 'set', applicationSet({ id, namespace, clusters }, delivery));
  const flux = new Chart(scope, 'flux');
  placeChart(flux, gitopsFolder, `${id}-flux`);
  for (const name of clusters) new ApiObject(flux, name, kustomization(id, name, delivery));
  new ApiObject(flux, 'source', gitRepository(id, delivery));
}

/** Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Cluster */
function applicationSet(
  { id, namespace, clusters }: Delivered,
  { repoUrl, revision = 'main', path = 'dist' }: FleetDelivery,
) {
  const cluster = `{{ index .metadata.labels "${clusterLabel}" }}`;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: id, namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      syncPolicy: { preserveResourcesOnDelete: true },
      generators: [
        { clusters: { selector: { matchExpressions: [{ key: clusterLabel, operator: 'In', values: clusters }] } } },
      ],
      template: {
        metadata: { name: `${id}-${cluster}` },
        spec: {
          project: 'default',
          source: { repoURL: repoUrl, targetRevision: revision, path: `${path}/${cluster}` },
          destination: { server: '{{ .server }}', namespace },
          syncPolicy: { automated: { prune: false, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
        },
      },
    },
  };
}

/** Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#remote-clusters--cluster-api */
const kustomization = (id: string, cluster: string, { path = 'dist' }: FleetDelivery) => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: `${id}-${cluster}`, namespace: 'flux-system' },
  spec: {
    interval: '10m',
    path: `./${path}/${cluster}`,
    prune: false,
    sourceRef: { kind: 'GitRepository', name: id },
    kubeConfig: { secretRef: { name: `${cluster}-kubeconfig` } },
  },
});

const gitRepository = (id: string, { repoUrl, revision = 'main' }: FleetDelivery) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: id, namespace: 'flux-system' },
  spec: { interval: '10m', url: repoUrl, ref: referenceOf(revision) },
});

const referenceOf = (revision: string) =>
  /^[0-9a-f]{40}$/.test(revision) ? { commit: revision } : { branch: revision };
