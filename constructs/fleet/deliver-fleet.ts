import { Construct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { appProject } from '../gitops/argocd/app-project.js';
import { applicationSet } from '../gitops/argocd/applications.js';
import { type Delivered, type Delivery, deliveryOf } from '../gitops/delivery.js';
import { emitDelivery } from '../gitops/emit-delivery.js';
import { gitRepository, kustomization } from '../gitops/flux/kustomizations.js';

/** Label of the Secrets by which Argo CD knows clusters; its value is the name of the cluster in the fleet. */
const clusterLabel = 'kubetask.io/fleet-cluster';

/** Go template of an ApplicationSet: that name. */
const clusterName = `{{ index .metadata.labels "${clusterLabel}" }}`;

/**
 * What brings the folder of each cluster to it, with Argo CD or Flux. A folder holds templates and their runs, so it is
 * delivered as a GitopsKit delivers runs.
 *
 * @param clusters names of those that have a folder
 */
export function deliverFleet(fleet: Construct, clusters: readonly string[], props: Delivered): void {
  if (clusters.length === 0) return;
  const { id } = fleet.node;
  const delivery = deliveryOf(id, props);
  emitDelivery(new Construct(fleet, 'delivery'), `FleetConstruct ${id}: delivery`, props, {
    ...(props.argocd === false ? {} : { [`${id}-argocd`]: argoObjects(delivery, clusters) }),
    ...(props.flux === false ? {} : { [`${id}-flux`]: fluxObjects(delivery, clusters) }),
  });
}

const folderOf = ({ pruneRuns }: Delivery, name: string, folder: string) => ({
  ...{ name, folder, isPruned: pruneRuns, holdsRuns: true },
});

function argoObjects(delivery: Delivery, clusters: readonly string[]): KubernetesObject[] {
  const selector = { matchExpressions: [{ key: clusterLabel, operator: 'In', values: clusters }] };
  return [
    appProject(delivery, 'Everywhere'),
    applicationSet(delivery, folderOf(delivery, delivery.name, clusterName), 0, { selector, name: clusterName }),
  ];
}

/** Each cluster needs a Secret `<cluster>-kubeconfig` beside them. */
const fluxObjects = (delivery: Delivery, clusters: readonly string[]): KubernetesObject[] => [
  gitRepository(delivery),
  ...clusters.map((cluster) =>
    kustomization(delivery, folderOf(delivery, `${delivery.name}-${cluster}`, cluster), {
      kubeConfig: `${cluster}-kubeconfig`,
    }),
  ),
];
