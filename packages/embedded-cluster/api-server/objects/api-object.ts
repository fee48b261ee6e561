import type { OwnerReference } from '../../../kubernetes-conventions/kubernetes-object.js';
import { cloneJson } from './json-value.js';

/** An entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldTree;
  subresource?: string;
}

/** `FieldsV1`: a tree of path elements (`f:name`, `k:{"name":"a"}`, `v:"x"`); an empty node is a leaf, `.` the node itself. */
export interface FieldTree {
  [element: string]: FieldTree;
}

/** Metadata of an object being worked on; the wire shape of `ObjectMeta`. */
export interface Metadata {
  name: string;
  namespace?: string;
  generateName?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  managedFields?: ManagedFieldsEntry[];
}

/** Any object of the API. Those in the store are frozen; a draft is a copy that may still be changed. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  [field: string]: unknown;
}

/** A deep copy that may be changed. */
export const draftOf = (object: ApiObject): ApiObject => cloneJson(object);

/** Freezes an object and everything below it; stops at what is frozen already. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

/** `namespace/name`, or `/name` for a cluster-scoped object: sorts as a real API server lists. */
export const storageKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

export const keyOfObject = ({ metadata }: ApiObject): string => storageKey(metadata.namespace, metadata.name);
