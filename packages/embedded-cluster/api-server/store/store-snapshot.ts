import type { ResourceName } from '../../local-api.js';
import { type ApiObject, keyOfObject } from '../objects/api-object.js';
import type { StoreEvent } from './watch-window.js';

export type StoredObjects = Map<ResourceName, Map<string, ApiObject>>;

/** What a store held at one version. */
export interface StoreSnapshot {
  readonly version: number;
  readonly objects: ReadonlyMap<ResourceName, ReadonlyMap<string, ApiObject>>;
}

export interface RestoredEvent {
  readonly resource: ResourceName;
  readonly event: StoreEvent;
}

export const copyOf = (objects: StoreSnapshot['objects']): StoredObjects =>
  new Map([...objects].map(([resource, ofResource]) => [resource, new Map(ofResource)]));

/** Others can only be looked at when the definition of their kind is there, and created when their namespace is. */
const first: readonly ResourceName[] = ['customresourcedefinitions.apiextensions.k8s.io', 'namespaces'];

/**
 * What somebody who knows `before` and lists `after` sees: objects that are gone, then every object that is there,
 * changed or not. An object of the same name with another uid is gone and another one is there.
 */
export function restoredEvents(before: StoreSnapshot['objects'], after: StoreSnapshot['objects']): RestoredEvent[] {
  const others = new Set([...before.keys(), ...after.keys()]);
  return [...new Set([...first, ...others])].flatMap((resource) =>
    eventsOf(before.get(resource) ?? new Map(), after.get(resource) ?? new Map()).map((event) => ({ resource, event })),
  );
}

type OfResource = ReadonlyMap<string, ApiObject>;

function eventsOf(before: OfResource, after: OfResource): StoreEvent[] {
  const kept = (object: ApiObject, others: OfResource): ApiObject | undefined => {
    const other = others.get(keyOfObject(object));
    return other?.metadata.uid === object.metadata.uid ? other : undefined;
  };
  const gone = [...before.values()].filter((object) => !kept(object, after));
  return [
    ...gone.map((object) => eventOf('DELETED', object, object)),
    ...[...after.values()].map((object) => {
      const previous = kept(object, before);
      return eventOf(previous ? 'MODIFIED' : 'ADDED', object, previous);
    }),
  ];
}

const eventOf = (type: StoreEvent['type'], object: ApiObject, previous: ApiObject | undefined): StoreEvent => ({
  type,
  version: Number(object.metadata.resourceVersion),
  object,
  previous,
});
