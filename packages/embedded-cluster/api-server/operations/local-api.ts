import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { ApiError } from '../../api-error.js';
import type { LocalApi, LocalDeleteOptions, ResourceName } from '../../local-api.js';
import { type ApiObject, storageKey } from '../objects/api-object.js';
import type { Resource } from '../resources/resource.js';
import { labelSelector } from '../selectors/label-selector.js';
import type { Cluster } from './cluster.js';
import { createObject } from './create-object.js';
import { deleteObject } from './delete-object.js';
import { type Part, updateObject } from './update-object.js';

const writeOptions = {
  dryRun: false,
  fieldManager: 'embedded-cluster',
  fieldValidation: 'Strict' as const,
  warn: (text: string) => process.emitWarning(text),
};

/** The store as in-process controllers see it: the operations behind the HTTP routes, without the routes. */
export function createLocalApi(cluster: Cluster): LocalApi {
  const resourceOf = (name: ResourceName): Resource => {
    const resource = cluster.registry.stored(name);
    if (!resource) throw new ApiError(404, 'NotFound', `the server doesn't have a resource type "${name}"`);
    return resource;
  };
  const write = (name: ResourceName, object: KubernetesObject, part: Part) => {
    const { metadata } = object;
    const target = { resource: resourceOf(name), namespace: metadata.namespace ?? '', name: metadata.name };
    return updateObject(cluster, target, object, { ...writeOptions, part });
  };

  return {
    get: (name, namespace, objectName) =>
      cluster.store.get(resourceOf(name).storage, storageKey(namespace, objectName)),
    list(name, { namespace, labelSelector: selector = '' } = {}) {
      const matches = labelSelector(selector);
      const belongs = ({ metadata }: ApiObject) =>
        (namespace === undefined || metadata.namespace === namespace) && matches(metadata.labels);
      return cluster.store.list(resourceOf(name).storage).filter(belongs);
    },
    create: (name, object) =>
      createObject(cluster, resourceOf(name), object.metadata.namespace ?? '', object, writeOptions),
    update: (name, object) => write(name, object, 'main'),
    updateStatus: (name, object) => write(name, object, 'status'),
    delete(name, namespace, objectName, { uid, ...options }: LocalDeleteOptions = {}) {
      const preconditions = uid === undefined ? {} : { preconditions: { uid } };
      deleteObject(
        cluster,
        { resource: resourceOf(name), namespace, name: objectName },
        { ...options, ...preconditions },
      );
    },
    watch(name, listener) {
      const { storage } = resourceOf(name);
      for (const object of cluster.store.list(storage)) listener({ type: 'ADDED', object });
      return cluster.store.subscribe(storage, ({ type, object }) => listener({ type, object }));
    },
  };
}
