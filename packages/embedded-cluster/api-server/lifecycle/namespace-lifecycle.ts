import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { type ApiObject, storageKey } from '../objects/api-object.js';
import type { Cluster } from '../operations/cluster.js';
import { createObject } from '../operations/create-object.js';
import { deleteObject } from '../operations/delete-object.js';
import type { Resource } from '../resources/resource.js';

const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const writer = {
  dryRun: false,
  fieldManager: 'embedded-cluster',
  fieldValidation: 'Ignore',
  warn: () => undefined,
} as const;

/**
 * Makes the namespaces every cluster has, gives each namespace its `default` service account, and empties namespaces
 * that are deleted. Those go when nothing is left in them.
 */
export function keepNamespaces(cluster: Cluster): void {
  const { store, registry } = cluster;
  store.subscribe('namespaces', ({ type, object }) => {
    if (type === 'ADDED') createServiceAccount(cluster, object.metadata.name);
    if (type !== 'DELETED' && object.metadata.deletionTimestamp) empty(cluster, object.metadata.name);
  });
  watchContents(cluster);
  const namespaces = registry.stored('namespaces');
  if (!namespaces) return;
  for (const name of systemNamespaces)
    createObject(cluster, namespaces, '', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, writer);
}

function createServiceAccount(cluster: Cluster, namespace: string): void {
  const resource = cluster.registry.stored('serviceaccounts');
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  const isThere = cluster.store.get('serviceaccounts', storageKey(namespace, 'default')) !== undefined;
  if (resource && !isThere) createObject(cluster, resource, namespace, account, writer);
}

/** Every removal may be the last thing a dying namespace has waited for. */
function watchContents(cluster: Cluster): void {
  const watched = new Set<string>();
  const watchAll = () => {
    for (const { storage, namespaced } of cluster.registry.all()) {
      if (!namespaced || watched.has(storage)) continue;
      watched.add(storage);
      cluster.store.subscribe(storage, ({ type, object }) => {
        if (type === 'DELETED') finish(cluster, object.metadata.namespace ?? '');
      });
    }
  };
  watchAll();
  cluster.store.subscribe('customresourcedefinitions.apiextensions.k8s.io', watchAll);
}

function contents({ registry, store }: Cluster, namespace: string): { resource: Resource; object: ApiObject }[] {
  const stored = registry
    .all()
    .filter((resource) => resource.namespaced && registry.stored(resource.storage) === resource);
  return stored.flatMap((resource) =>
    store
      .list(resource.storage)
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map((object) => ({ resource, object })),
  );
}

function empty(cluster: Cluster, namespace: string): void {
  for (const { resource, object } of contents(cluster, namespace)) {
    const { name, deletionTimestamp } = object.metadata;
    const present = cluster.store.get(resource.storage, `${namespace}/${name}`);
    if (!deletionTimestamp && present)
      deleteObject(cluster, { resource, namespace, name }, { propagationPolicy: 'Background' });
  }
  finish(cluster, namespace);
}

function finish(cluster: Cluster, name: string): void {
  const namespace = cluster.store.get('namespaces', `/${name}`);
  if (!namespace?.metadata.deletionTimestamp || contents(cluster, name).length > 0) return;
  const spec = isJsonObject(namespace.spec) ? namespace.spec : {};
  cluster.store.remove('namespaces', { ...namespace, spec: { ...spec, finalizers: [] } });
}
