import type { ApiObject } from '../objects/api-object.js';
import type { Cluster } from '../operations/cluster.js';
import { deleteObject } from '../operations/delete-object.js';
import { customResources } from '../resources/custom-resource.js';
import { crdFinalizer } from '../strategies/crd-strategy.js';

const storage = 'customresourcedefinitions.apiextensions.k8s.io';

/**
 * Serves the resources of every CustomResourceDefinition from the moment it exists. A definition that is deleted takes
 * its objects along and goes when the last of them has gone.
 */
export function serveDefinitions(cluster: Cluster): void {
  const { store, registry } = cluster;
  const watched = new Set<string>();
  const watchObjects = (name: string) => {
    if (watched.has(name)) return;
    watched.add(name);
    store.subscribe(name, ({ type }) => {
      const definition = store.get(storage, `/${name}`);
      if (type === 'DELETED' && definition?.metadata.deletionTimestamp) finish(cluster, definition);
    });
  };
  store.subscribe(storage, ({ type, object }) => {
    const { name } = object.metadata;
    if (type === 'DELETED') return registry.remove(name);
    registry.define(name, customResources(object));
    watchObjects(name);
    if (!object.metadata.deletionTimestamp) return;
    deleteObjects(cluster, name);
    finish(cluster, object);
  });
}

function deleteObjects(cluster: Cluster, name: string): void {
  const resource = cluster.registry.stored(name);
  if (!resource) return;
  for (const { metadata } of cluster.store.list(name))
    if (!metadata.deletionTimestamp)
      deleteObject(cluster, { resource, namespace: metadata.namespace ?? '', name: metadata.name });
}

/** Lets go of a definition that has no objects left. */
function finish({ store }: Cluster, definition: ApiObject): void {
  const { name, finalizers = [] } = definition.metadata;
  const stored = store.get(storage, `/${name}`);
  if (!stored || store.list(name).length > 0 || !finalizers.includes(crdFinalizer)) return;
  const others = finalizers.filter((finalizer) => finalizer !== crdFinalizer);
  const released = { ...stored, metadata: { ...stored.metadata, finalizers: others } };
  if (others.length > 0) store.put(storage, released);
  else store.remove(storage, released);
}
