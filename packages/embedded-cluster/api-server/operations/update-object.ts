import { invalid } from '../../../structural-schema/field-error.js';
import { timestamp } from '../../timestamp.js';
import { trackUpdate } from '../apply/managed-fields.js';
import { type ApiObject, deepFreeze, draftOf, storageKey } from '../objects/api-object.js';
import { cloneJson, equalJson } from '../objects/json-value.js';
import type { Resource } from '../resources/resource.js';
import { badRequest, conflict, invalidObject, modified, notFound } from '../status-errors.js';
import { finalizerErrors, metadataErrors, unqualifiedFinalizerErrors } from '../strategies/metadata-validation.js';
import type { Cluster, Target, WriteOptions } from './cluster.js';
import { decodeObject } from './decode-object.js';
import { checkUnknownFields } from './field-validation.js';
import { checkSize } from './object-size.js';

/** The part of an object a request may write: all but the status, or the status alone. */
export type Part = 'main' | 'status';

export interface UpdateOptions extends WriteOptions {
  readonly part: Part;
  /** Managed fields worked out by server-side apply; worked out from the difference when absent. */
  readonly managedFields?: ApiObject['metadata']['managedFields'];
}

/** @throws ApiError NotFound. */
export function existing(cluster: Cluster, { resource, namespace, name }: Target): ApiObject {
  const found = cluster.store.get(resource.storage, storageKey(namespace, name));
  if (!found) throw notFound(resource, name);
  return found;
}

/**
 * Replaces an object, or its status. Nothing is stored when nothing changed. Removing the last finalizer of an object
 * that is going away removes the object.
 *
 * @throws ApiError BadRequest, NotFound, Invalid, or Conflict when the body's `resourceVersion` or `uid` is another.
 */
export function updateObject(cluster: Cluster, target: Target, body: unknown, options: UpdateOptions): ApiObject {
  const { resource } = target;
  const old = existing(cluster, target);
  const { object: draft, unknown } = decodeObject(resource, body);
  checkUnknownFields(resource, unknown, options);
  checkIdentity(target, draft, old);
  return replace(cluster, target, draft, old, options);
}

/** Replaces `old` by a decoded draft: merges what this part may not write, validates, tracks owners, stores. */
export function replace(
  cluster: Cluster,
  { resource, name }: Target,
  draft: ApiObject,
  old: ApiObject,
  options: UpdateOptions,
): ApiObject {
  const object = options.part === 'status' ? withStatus(draft, old) : withoutStatus(resource, draft, old);
  checkValid(resource, name, object, old, options.part);
  const time = timestamp(cluster.now());
  const tracked = options.managedFields
    ? { ...object, metadata: { ...object.metadata, managedFields: options.managedFields } }
    : trackUpdate(resource, object, old, { manager: options.fieldManager, part: options.part, time });
  if (unchanged(tracked, old)) return old;
  checkSize(tracked);
  if (options.dryRun) return deepFreeze(tracked);
  const finished = tracked.metadata.deletionTimestamp && isReleased(tracked);
  return finished ? cluster.store.remove(resource.storage, tracked) : cluster.store.put(resource.storage, tracked);
}

/** Nobody holds the object any longer: no finalizer, and no grace period still running. */
const isReleased = ({ metadata }: ApiObject): boolean =>
  !metadata.finalizers?.length && (metadata.deletionGracePeriodSeconds ?? 0) === 0;

function checkIdentity({ resource, namespace, name }: Target, draft: ApiObject, old: ApiObject): void {
  const { metadata } = draft;
  if (metadata.name && metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the object does not match the namespace on the request');
  if (metadata.uid && metadata.uid !== old.metadata.uid)
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.metadata.uid}`,
    );
  if (metadata.resourceVersion && metadata.resourceVersion !== old.metadata.resourceVersion)
    throw modified(resource, name);
}

function withStatus(draft: ApiObject, old: ApiObject): ApiObject {
  const object = draftOf(old);
  if (draft.status === undefined) delete object.status;
  else object.status = draft.status;
  return object;
}

function withoutStatus(resource: Resource, draft: ApiObject, old: ApiObject): ApiObject {
  const object = draft;
  keepSystemMetadata(object, old);
  if (resource.hasStatus) {
    if (old.status === undefined) delete object.status;
    else object.status = cloneJson(old.status);
  }
  resource.strategy.prepareForUpdate?.(object, old);
  if (resource.hasGeneration && specChanged(resource, object, old))
    object.metadata.generation = (old.metadata.generation ?? 0) + 1;
  return object;
}

function keepSystemMetadata({ metadata }: ApiObject, { metadata: old }: ApiObject): void {
  const kept = {
    name: old.name,
    namespace: old.namespace,
    uid: old.uid,
    resourceVersion: old.resourceVersion,
    generation: old.generation,
    creationTimestamp: old.creationTimestamp,
    deletionTimestamp: old.deletionTimestamp,
    deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
    generateName: metadata.generateName ?? old.generateName,
  };
  for (const [field, value] of Object.entries(kept))
    if (value === undefined) Reflect.deleteProperty(metadata, field);
    else Reflect.set(metadata, field, value);
}

/** Everything but metadata and status is the specification. */
function specChanged(resource: Resource, object: ApiObject, old: ApiObject): boolean {
  const spec = ({ metadata: _, status, ...rest }: ApiObject) => (resource.hasStatus ? rest : { ...rest, status });
  return !equalJson(spec(object), spec(old));
}

function checkValid(resource: Resource, name: string, object: ApiObject, old: ApiObject, part: Part): void {
  const { nameErrors, validate, validateUpdate, validateStatusUpdate } = resource.strategy;
  const own =
    part === 'status' ? validateStatusUpdate?.(object, old) : (validateUpdate?.(object, old) ?? validate?.(object));
  const errors = [
    ...metadataErrors(object, nameErrors),
    ...unqualifiedFinalizerErrors(resource, object),
    ...finalizerErrors(object, old),
    ...(own ?? []),
  ];
  if (errors.length > 0) throw invalidObject(resource, name, errors);
}

/** The time of a managed field alone is no change. */
function unchanged(object: ApiObject, old: ApiObject): boolean {
  return equalJson(comparable(object), comparable(old));
}

function comparable({ metadata, ...rest }: ApiObject): object {
  const managedFields = metadata.managedFields?.map(({ time: _, ...entry }) => entry);
  return { ...rest, metadata: { ...metadata, managedFields } };
}

/** A custom resource can only be replaced by somebody who has read it. */
export function requireVersion(resource: Resource, body: ApiObject): void {
  if (!resource.custom || body.metadata?.resourceVersion) return;
  const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
  throw invalidObject({ kind: resource.plural, group: resource.group }, body.metadata?.name ?? '', [error]);
}
