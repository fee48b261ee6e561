import type { ResourceName } from '../../local-api.js';
import { type ApiObject, deepFreeze, keyOfObject } from '../objects/api-object.js';
import { createDispatcher } from './dispatcher.js';
import { copyOf, restoredEvents, type StoredObjects, type StoreSnapshot } from './store-snapshot.js';
import { createWatchWindow, type StoreEvent, type WatchWindow } from './watch-window.js';

/** Objects of every resource, one version counter, and what happened lately. Knows nothing of kinds, rules or HTTP. */
export interface Store {
  /** The version of the last change. */
  resourceVersion(): number;
  get(resource: ResourceName, key: string): ApiObject | undefined;
  /** In creation order. */
  list(resource: ResourceName): readonly ApiObject[];
  /** Stores a new or changed object under the next version, frozen, and tells the watchers. Returns what was stored. */
  put(resource: ResourceName, object: ApiObject): ApiObject;
  /** Removes an object; watchers get its last state, or `last` when given, under the next version. */
  remove(resource: ResourceName, object: ApiObject): ApiObject;
  /** Recent events of one resource. */
  window(resource: ResourceName): WatchWindow;
  /** Called after each change, in commit order, also when a listener itself changes something. Returns the stop function. */
  subscribe(resource: ResourceName, listener: (event: StoreEvent) => void): () => void;
  /** All that is stored now. Objects are frozen and shared, so it costs a copy of the indexes. */
  snapshot(): StoreSnapshot;
  /**
   * Goes back to a snapshot, its version raised by `bumpRevision`. No event from before is kept. Calls the `onRestore`
   * listeners, then gives subscribers what an informer that lists again sees: DELETED for what is gone, MODIFIED or ADDED for the rest.
   */
  restore(snapshot: StoreSnapshot, bumpRevision: number): void;
  /** Called by `restore`, before any subscriber. Returns the stop function. */
  onRestore(listener: () => void): () => void;
}

export interface StoreOptions {
  /** Versions start above this. A clock value keeps versions of a restarted server from repeating older ones. */
  readonly firstResourceVersion?: number;
  /** How many events of each resource a watch may go back. */
  readonly windowSize?: number;
}

export function createStore({ firstResourceVersion = 1, windowSize = 1000 }: StoreOptions = {}): Store {
  let objects: StoredObjects = new Map();
  const restoreListeners = new Set<() => void>();
  const windows = new Map<ResourceName, WatchWindow>();
  const dispatcher = createDispatcher<ResourceName, StoreEvent>();
  let version = firstResourceVersion;
  let oldestVersion = firstResourceVersion;

  const objectsOf = (resource: ResourceName) => entry(objects, resource, () => new Map<string, ApiObject>());
  const window = (resource: ResourceName) =>
    entry(windows, resource, () => createWatchWindow(windowSize, oldestVersion));

  const stamp = (object: ApiObject): ApiObject => {
    version += 1;
    return deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
  };
  const publish = (resource: ResourceName, event: StoreEvent) => {
    window(resource).push(event);
    dispatcher.publish(resource, event);
    return event.object;
  };

  return {
    resourceVersion: () => version,
    get: (resource, key) => objectsOf(resource).get(key),
    list: (resource) => [...objectsOf(resource).values()],
    put(resource, object) {
      const key = keyOfObject(object);
      const previous = objectsOf(resource).get(key);
      const stored = stamp(object);
      objectsOf(resource).set(key, stored);
      return publish(resource, { type: previous ? 'MODIFIED' : 'ADDED', version, object: stored, previous });
    },
    remove(resource, object) {
      const key = keyOfObject(object);
      const previous = objectsOf(resource).get(key);
      objectsOf(resource).delete(key);
      return publish(resource, { type: 'DELETED', version: version + 1, object: stamp(object), previous });
    },
    window,
    subscribe: dispatcher.subscribe,
    snapshot: () => ({ version, objects: copyOf(objects) }),
    restore(snapshot, bumpRevision) {
      const events = restoredEvents(objects, snapshot.objects);
      objects = copyOf(snapshot.objects);
      version = snapshot.version + bumpRevision;
      oldestVersion = version;
      windows.clear();
      for (const listener of [...restoreListeners]) listener();
      for (const { resource, event } of events) dispatcher.publish(resource, event);
    },
    onRestore(listener) {
      restoreListeners.add(listener);
      return () => restoreListeners.delete(listener);
    },
  };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
