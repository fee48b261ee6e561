import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { appProject } from './argocd/app-project.js';
import { application, applicationSet } from './argocd/applications.js';
import { argoCustomizations } from './argocd/customizations.js';
import { type Delivery, deliveredFolders, deliveryOf } from './delivery.js';
import type { ArgoCdProps, DeliveryProps, FluxOptions } from './delivery-props.js';
import { emitDelivery } from './emit-delivery.js';
import { gitRepository, kustomization } from './flux/kustomizations.js';

/** How Argo CD delivers. */
export interface ArgoCdOptions extends ArgoCdProps {
  /**
   * Labels of the cluster Secrets of Argo CD. Each cluster with these labels gets all objects.
   *
   * @default only the cluster of Argo CD
   */
  readonly clusters?: Readonly<Record<string, string>>;
}

/** Props of a GitopsKit. */
export interface GitopsKitProps extends DeliveryProps {
  /** Namespace of the objects. */
  readonly namespace: string;
  /** `false` for none. @default an Application for each of the folders `templates` and `runs` */
  readonly argocd?: ArgoCdOptions | false;
  /** `false` for none. @default a Kustomization for each of the folders `templates` and `runs` */
  readonly flux?: FluxOptions | false;
}

/**
 * Writes the objects with which Argo CD and Flux deliver templates and runs separately and show their health:
 * `gitops/argocd-cm.k8s.yaml`, `gitops/argocd.k8s.yaml` and `gitops/flux.k8s.yaml`. The id is the name of the
 * AppProject and the GitRepository.
 */
export class GitopsKit extends Construct {
  constructor(app: App, id: string, props: GitopsKitProps) {
    super(app, id);
    emitDelivery(this, `GitopsKit ${id}`, props, filesOf(deliveryOf(id, props), props));
  }
}

const filesOf = (delivery: Delivery, { argocd, flux }: GitopsKitProps): Record<string, KubernetesObject[]> => ({
  ...(argocd === false
    ? {}
    : {
        'argocd-cm': [customizations(delivery)],
        argocd: argoObjects(delivery, argocd?.clusters),
      }),
  ...(flux === false ? {} : { flux: fluxObjects(delivery) }),
});

function argoObjects(delivery: Delivery, labels: ArgoCdOptions['clusters']): KubernetesObject[] {
  const clusters = labels && { selector: { matchLabels: labels }, name: '{{.nameNormalized}}' };
  return [
    appProject(delivery, clusters ? 'Everywhere' : 'InCluster'),
    ...deliveredFolders(delivery).map((folder, order) =>
      clusters ? applicationSet(delivery, folder, order, clusters) : application(delivery, folder, order),
    ),
  ];
}

/** Runs come after the templates that they name. */
const fluxObjects = (delivery: Delivery): KubernetesObject[] => [
  gitRepository(delivery),
  ...deliveredFolders(delivery).map((folder, index, all) => {
    const before = all[index - 1];
    return kustomization(delivery, folder, before ? { after: before.name } : {});
  }),
];

/** A merge patch of Argo CD's ConfigMap: applied, it would remove keys that were applied from another file. */
const customizations = ({ argocd: { namespace } }: Delivery): KubernetesObject & { readonly data: object } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  data: argoCustomizations(),
});
