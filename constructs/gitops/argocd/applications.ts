import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { DeliveredFolder, Delivery } from '../delivery.js';
import { inCluster } from './app-project.js';
import { argoObject, wave } from './argo-object.js';
import { argoKinds } from './kinds.js';

/** Brings a folder to the cluster of Argo CD. @param order of its wave */
export function application(delivery: Delivery, folder: DeliveredFolder, order: number): KubernetesObject {
  const metadata = { name: folder.name, namespace: delivery.argocd.namespace, annotations: wave(order) };
  return argoObject('Application', metadata, applicationSpec(delivery, folder, inCluster));
}

/** The clusters that an ApplicationSet makes an Application for. */
export interface ArgoClusters {
  /** By the labels of their Secrets in Argo CD. */
  readonly selector: object;
  /** Go template of the last part of the Application's name. */
  readonly name: string;
}

/**
 * Brings a folder, whose name may be a Go template, to every cluster.
 *
 * @source https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Cluster
 */
export function applicationSet(
  delivery: Delivery,
  folder: DeliveredFolder,
  order: number,
  { selector, name }: ArgoClusters,
): KubernetesObject {
  const metadata = { name: folder.name, namespace: delivery.argocd.namespace, annotations: wave(order) };
  return argoObject('ApplicationSet', metadata, {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ clusters: { selector } }],
    // A cluster that leaves the list keeps what runs there.
    syncPolicy: { preserveResourcesOnDeletion: true },
    template: {
      metadata: { name: `${folder.name}-${name}`, annotations: wave(order) },
      spec: applicationSpec(withoutTemplates(delivery), folder, '{{.server}}'),
    },
  });
}

/** What may have braces of its own says them as a Go template does. */
const withoutTemplates = (delivery: Delivery): Delivery => ({
  ...delivery,
  repoUrl: literal(delivery.repoUrl),
  revision: literal(delivery.revision),
});

const literal = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');

const applicationSpec = (
  { name, repoUrl, revision, path, namespace }: Delivery,
  { folder, isPruned }: DeliveredFolder,
  server: string,
) => ({
  project: name,
  source: {
    repoURL: repoUrl,
    targetRevision: revision,
    path: `${path}/${folder}`,
    directory: { recurse: true },
  },
  destination: { server, namespace },
  ignoreDifferences: argoKinds
    .filter(({ ownFields }) => ownFields.length > 0)
    .map(({ group, kind, ownFields }) => ({ group, kind, jsonPointers: [...ownFields] })),
  syncPolicy: {
    automated: { prune: isPruned, selfHeal: true },
    syncOptions: [
      // Client-side apply copies a whole Batch into an annotation, which holds 256 KiB.
      'ServerSideApply=true',
      'RespectIgnoreDifferences=true',
      'ApplyOutOfSyncOnly=true',
    ],
  },
});
