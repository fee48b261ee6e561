import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { DeliveredFolder, Delivery } from '../delivery.js';
import { argoKinds } from './kinds.js';

const apiVersion = 'argoproj.io/v1alpha1';

/** Argo CD applies lower waves first, and waits until what they hold is healthy. */
const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });

/** What Applications of the kit may touch: our kinds and what the planner writes, nothing that belongs to the cluster. */
export function appProject({ name, argocd, repoUrl, namespace }: Delivery): KubernetesObject {
  const actions = argoKinds.flatMap(({ group, kind, actions: own }) =>
    own.map(
      (action) => `p, proj:${name}:operator, applications, action/${group}/${kind}/${action.name}, ${name}/*, allow`,
    ),
  );
  const spec = {
    description: 'Batches, runs and agents of kubetask',
    sourceRepos: [repoUrl],
    destinations: [{ namespace, ...(argocd.clusters ? { name: '*' } : { server: inCluster }) }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: writtenKinds.map(([group, kind]) => ({ group, kind })),
    roles: [
      {
        name: 'operator',
        description: 'Sees the applications, syncs them, and starts, pauses, resumes, cancels and retries runs',
        policies: [
          `p, proj:${name}:operator, applications, get, ${name}/*, allow`,
          `p, proj:${name}:operator, applications, sync, ${name}/*, allow`,
          ...actions,
        ],
      },
    ],
  };
  return object('AppProject', name, argocd.namespace, wave(-1), spec);
}

const inCluster = 'https://kubernetes.default.svc';

const writtenKinds: readonly (readonly [group: string, kind: string])[] = [
  ...argoKinds.map(({ group, kind }) => [group, kind] as const),
  ['batch', 'Job'],
  ['', 'ConfigMap'],
  ['', 'Service'],
  ['', 'ServiceAccount'],
  ['apps', 'Deployment'],
  ['autoscaling', 'HorizontalPodAutoscaler'],
  ['networking.k8s.io', 'Ingress'],
  ['networking.k8s.io', 'NetworkPolicy'],
  ['tekton.dev', 'Pipeline'],
];

/** One Application for each folder, or with `clusters` one ApplicationSet, which makes one of each for every cluster. */
export const applications = (delivery: Delivery): KubernetesObject[] =>
  delivery.folders.map((folder, index) =>
    delivery.argocd.clusters ? applicationSet(delivery, folder, index) : application(delivery, folder, index),
  );

function application(delivery: Delivery, folder: DeliveredFolder, index: number): KubernetesObject {
  const { argocd, namespace } = delivery;
  const spec = applicationSpec(delivery, folder, { server: inCluster, namespace });
  return object('Application', `${delivery.name}-${folder.name}`, argocd.namespace, wave(index), spec);
}

function applicationSet(delivery: Delivery, folder: DeliveredFolder, index: number): KubernetesObject {
  const { argocd, name, namespace } = delivery;
  const spec = {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ clusters: { selector: { matchLabels: argocd.clusters } } }],
    // A cluster that leaves the list keeps what runs there.
    syncPolicy: { preserveResourcesOnDeletion: true },
    template: {
      metadata: { name: `${name}-${folder.name}-{{.nameNormalized}}`, annotations: wave(index) },
      spec: applicationSpec(delivery, folder, { server: '{{.server}}', namespace }),
    },
  };
  return object('ApplicationSet', `${name}-${folder.name}`, argocd.namespace, wave(index), spec);
}

interface Destination {
  readonly server: string;
  readonly namespace: string;
}

function applicationSpec(
  { name, repoUrl, revision, path }: Delivery,
  folder: DeliveredFolder,
  destination: Destination,
) {
  return {
    project: name,
    source: {
      repoURL: repoUrl,
      targetRevision: revision,
      path: `${path}/${folder.name}`,
      directory: { recurse: true },
    },
    destination,
    ignoreDifferences: argoKinds
      .filter(({ ownFields }) => ownFields.length > 0)
      .map(({ group, kind, ownFields }) => ({ group, kind, jsonPointers: [...ownFields] })),
    syncPolicy: {
      automated: { prune: folder.isPruned, selfHeal: true },
      syncOptions: [
        // Client-side apply copies a whole Batch into an annotation, which holds 256 KiB.
        'ServerSideApply=true',
        'RespectIgnoreDifferences=true',
        'ApplyOutOfSyncOnly=true',
      ],
    },
  };
}

const object = (
  kind: string,
  name: string,
  namespace: string,
  annotations: Readonly<Record<string, string>>,
  spec: object,
): KubernetesObject & { readonly spec: object } => ({
  ...{ apiVersion, kind, metadata: { name, namespace, annotations }, spec },
});
