import { randomUUID } from 'node:crypto';
import type { KubernetesObject, ObjectMeta } from '../../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { LocalApi, LocalDeleteOptions, LocalWatchEvent, ResourceName } from '../local-api.js';

type Listener = (event: LocalWatchEvent) => void;

/** The least of an API server that controllers need: no validation, no defaults, no HTTP. */
export function createInMemoryApi(clock: Pick<Clock, 'now'> = systemClock): LocalApi {
  const time = () => new Date(clock.now()).toISOString();
  const tables = new Map<ResourceName, Map<string, KubernetesObject>>();
  const listeners = new Map<ResourceName, Set<Listener>>();
  let version = 0;

  const table = (resource: ResourceName) => {
    const rows = tables.get(resource) ?? new Map<string, KubernetesObject>();
    tables.set(resource, rows);
    return rows;
  };
  const keyOf = ({ metadata }: KubernetesObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
  const tell = (resource: ResourceName, event: LocalWatchEvent) => {
    for (const listener of [...(listeners.get(resource) ?? [])]) listener(event);
  };
  const commit = (resource: ResourceName, object: KubernetesObject, changes: Partial<ObjectMeta>) => {
    const metadata = { ...object.metadata, ...changes, resourceVersion: `${++version}` };
    const stored = JSON.parse(JSON.stringify({ ...object, metadata })) as KubernetesObject;
    const isNew = !table(resource).has(keyOf(stored));
    table(resource).set(keyOf(stored), stored);
    tell(resource, { type: isNew ? 'ADDED' : 'MODIFIED', object: stored });
    return stored;
  };
  const remove = (resource: ResourceName, object: KubernetesObject) => {
    table(resource).delete(keyOf(object));
    tell(resource, { type: 'DELETED', object });
  };
  const existing = (resource: ResourceName, key: string) => {
    const object = table(resource).get(key);
    if (!object) throw Object.assign(new Error(`${resource} "${key}" not found`), { code: 404, reason: 'NotFound' });
    return object;
  };

  const api: LocalApi = {
    get: (resource, namespace, name) => table(resource).get(`${namespace}/${name}`),
    list: (resource, { namespace } = {}) =>
      [...table(resource).values()].filter(({ metadata }) => !namespace || metadata.namespace === namespace),
    create: (resource, object) => {
      if (table(resource).has(keyOf(object))) {
        throw Object.assign(new Error(`${keyOf(object)} already exists`), { code: 409, reason: 'AlreadyExists' });
      }
      return commit(resource, object, { uid: randomUUID(), creationTimestamp: time() });
    },
    update: (resource, object) => {
      const { deletionTimestamp, deletionGracePeriodSeconds } = existing(resource, keyOf(object)).metadata;
      const stored = commit(resource, object, {});
      const isGone = deletionTimestamp && !deletionGracePeriodSeconds && !stored.metadata.finalizers?.length;
      if (isGone) remove(resource, stored);
      return stored;
    },
    updateStatus: (resource, object) => {
      const observed = existing(resource, keyOf(object));
      return commit(resource, { ...observed, ...('status' in object && { status: object.status }) }, {});
    },
    delete: (resource, namespace, name, options = {}) => {
      const object = existing(resource, `${namespace}/${name}`);
      const changes = deletionOf(resource, object, options, time());
      if (!changes.finalizers?.length && !changes.deletionGracePeriodSeconds) remove(resource, object);
      else if (changes.deletionTimestamp !== object.metadata.deletionTimestamp) commit(resource, object, changes);
      else if (object.metadata.deletionGracePeriodSeconds && changes.deletionGracePeriodSeconds === 0) {
        commit(resource, object, changes);
      }
    },
    watch: (resource, listener) => {
      for (const object of [...table(resource).values()]) listener({ type: 'ADDED', object });
      listeners.set(resource, (listeners.get(resource) ?? new Set()).add(listener));
      return () => listeners.get(resource)?.delete(listener);
    },
  };
  return api;
}

/** What a delete call sets: Pods on a node get their grace period, propagation becomes a finalizer. */
function deletionOf(resource: ResourceName, object: KubernetesObject, options: LocalDeleteOptions, now: string) {
  const { finalizers = [], deletionTimestamp } = object.metadata;
  const spec = 'spec' in object ? (object.spec as { nodeName?: string; terminationGracePeriodSeconds?: number }) : {};
  const grace = resource === 'pods' && spec.nodeName ? (spec.terminationGracePeriodSeconds ?? 30) : 0;
  const propagation = { Background: [], Foreground: ['foregroundDeletion'], Orphan: ['orphan'] };
  const added = deletionTimestamp ? [] : propagation[options.propagationPolicy ?? 'Background'];
  return {
    deletionTimestamp: deletionTimestamp ?? now,
    deletionGracePeriodSeconds: options.gracePeriodSeconds ?? grace,
    finalizers: [...new Set([...finalizers, ...added])],
  };
}
