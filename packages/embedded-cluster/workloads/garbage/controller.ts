import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { WorkQueue } from '../../../work-queue/work-queue.js';
import type { Controller } from '../../controller.js';
import type { LocalApi, LocalWatchEvent, ResourceName } from '../../local-api.js';
import { type Collection, collectGarbage } from './collect.js';
import { OwnershipGraph, type Uid } from './ownership-graph.js';

/** What may own or be owned among the built-in kinds; custom kinds follow from their definitions. */
const builtInKinds: readonly { resource: ResourceName; group: string; kind: string }[] = [
  { resource: 'configmaps', group: '', kind: 'ConfigMap' },
  { resource: 'namespaces', group: '', kind: 'Namespace' },
  { resource: 'nodes', group: '', kind: 'Node' },
  { resource: 'persistentvolumeclaims', group: '', kind: 'PersistentVolumeClaim' },
  { resource: 'pods', group: '', kind: 'Pod' },
  { resource: 'secrets', group: '', kind: 'Secret' },
  { resource: 'serviceaccounts', group: '', kind: 'ServiceAccount' },
  { resource: 'services', group: '', kind: 'Service' },
  { resource: 'deployments.apps', group: 'apps', kind: 'Deployment' },
  { resource: 'replicasets.apps', group: 'apps', kind: 'ReplicaSet' },
  { resource: 'jobs.batch', group: 'batch', kind: 'Job' },
  { resource: 'leases.coordination.k8s.io', group: 'coordination.k8s.io', kind: 'Lease' },
];

interface CustomResourceDefinition extends KubernetesObject {
  readonly spec: { readonly group: string; readonly names: { readonly plural: string; readonly kind: string } };
}

/**
 * Removes what nobody owns any more, of every kind the API serves. Runs until stopped. Its watches follow the definitions,
 * so it has no use for the frame of the other controllers.
 */
export function startGarbageCollector(api: LocalApi, clock: Clock = systemClock): Controller {
  const graph = new OwnershipGraph();
  const queue = new WorkQueue<Uid>({ clock, process: async (uid) => collect(api, graph, uid) });
  const stopWatches = new Map<ResourceName, () => void>();

  const watch = (resource: ResourceName, group: string, kind: string) => {
    if (stopWatches.has(resource)) return;
    const stopWatch = tryWatch(api, resource, ({ type, object }) => {
      for (const uid of concerned(graph, resource, type, object)) queue.add(uid);
    });
    if (!stopWatch) return;
    stopWatches.set(resource, stopWatch);
    graph.watchKind(group, kind);
  };

  for (const { resource, group, kind } of builtInKinds) watch(resource, group, kind);
  const stopDefinitions = tryWatch(api, 'customresourcedefinitions.apiextensions.k8s.io', ({ type, object }) => {
    const { group, names } = (object as CustomResourceDefinition).spec;
    if (type !== 'DELETED') watch(`${names.plural}.${group}`, group, names.kind);
  });
  queue.start();
  return {
    stop: async () => {
      stopDefinitions?.();
      for (const stopWatch of stopWatches.values()) stopWatch();
      await queue.stop();
    },
  };
}

/** A resource this API does not serve, or does not serve yet, is left alone. */
function tryWatch(api: LocalApi, resource: ResourceName, listener: (event: LocalWatchEvent) => void) {
  try {
    return api.watch(resource, listener);
  } catch {
    return undefined;
  }
}

/** Notes a change; returns the objects whose ownership it may have touched. */
function concerned(
  graph: OwnershipGraph,
  resource: ResourceName,
  type: LocalWatchEvent['type'],
  object: KubernetesObject,
): readonly Uid[] {
  const uid = object.metadata.uid ?? '';
  const owners = graph.get(uid)?.owners ?? [];
  graph.observe(resource, type, object);
  const waitingOwners = owners.filter((owner) => graph.get(owner.uid)?.isDeleting);
  const abandoned = type === 'DELETED' ? graph.dependentsOf(uid) : [];
  return [uid, ...waitingOwners.map((owner) => owner.uid), ...abandoned.map((dependent) => dependent.uid)];
}

function collect(api: LocalApi, graph: OwnershipGraph, uid: Uid): void {
  for (const collection of collectGarbage(graph, uid)) perform(api, collection);
}

function perform(api: LocalApi, collection: Collection): void {
  const { resource, namespace, name, uid } = collection.node;
  const observed = api.get(resource, namespace, name);
  if (!observed || observed.metadata.uid !== uid) return;
  if (collection.kind === 'Delete') {
    api.delete(resource, namespace, name, { uid, propagationPolicy: collection.propagationPolicy });
    return;
  }
  const { ownerReferences = [], finalizers = [] } = observed.metadata;
  const desired =
    collection.kind === 'RemoveOwners'
      ? { ownerReferences: ownerReferences.filter((owner) => !collection.owners.has(owner.uid)) }
      : { finalizers: finalizers.filter((finalizer) => finalizer !== collection.finalizer) };
  api.update(resource, { ...observed, metadata: { ...observed.metadata, ...desired } });
}
