import { timestamp } from '../../timestamp.js';
import { type ApiObject, draftOf } from '../objects/api-object.js';
import type { Resource } from '../resources/resource.js';
import { conflict } from '../status-errors.js';
import { namespaceFinalizer } from '../strategies/namespace-strategy.js';
import type { Cluster, Target } from './cluster.js';
import { existing } from './update-object.js';

export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: PropagationPolicy;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

export interface Deleted {
  readonly object: ApiObject;
  /** False while finalizers, contents or a grace period still hold the object. */
  readonly gone: boolean;
}

/** The garbage collector's finalizers, by what the caller wants of dependents. */
const finalizerOf: Partial<Record<PropagationPolicy, string>> = { Foreground: 'foregroundDeletion', Orphan: 'orphan' };

/**
 * Deletes an object: at once when nothing holds it, else by setting `deletionTimestamp` and leaving the rest to those
 * who hold it. Asking again is harmless and can only shorten a grace period.
 *
 * @throws ApiError NotFound, or Conflict when a precondition does not hold.
 */
export function deleteObject(cluster: Cluster, target: Target, options: DeleteOptions = {}): Deleted {
  const { resource } = target;
  const old = existing(cluster, target);
  checkPreconditions(target, old, options);
  const draft = draftOf(old);
  const finalizer = options.propagationPolicy && finalizerOf[options.propagationPolicy];
  if (finalizer && !draft.metadata.finalizers?.includes(finalizer))
    draft.metadata.finalizers = [...(draft.metadata.finalizers ?? []), finalizer];
  const graceSeconds = resource.strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds) ?? 0;
  if (graceSeconds === 0 && !draft.metadata.finalizers?.length && !holdsContents(resource, old))
    return { object: options.dryRun ? old : removeNow(cluster, resource, draft), gone: true };
  return { object: markDeleted(cluster, resource, draft, old, graceSeconds, options), gone: false };
}

/** The last state of an object that can be deleted gracefully says that it was. */
function removeNow(cluster: Cluster, { strategy, storage }: Resource, draft: ApiObject): ApiObject {
  if (strategy.gracePeriodSeconds) {
    draft.metadata.deletionTimestamp ??= timestamp(cluster.now());
    draft.metadata.deletionGracePeriodSeconds = 0;
  }
  return cluster.store.remove(storage, draft);
}

const holdsContents = ({ storage }: Resource, namespace: ApiObject): boolean => {
  if (storage !== 'namespaces') return false;
  const { finalizers = [] } = (namespace.spec ?? {}) as { finalizers?: string[] };
  return finalizers.includes(namespaceFinalizer);
};

function markDeleted(
  cluster: Cluster,
  resource: Resource,
  draft: ApiObject,
  old: ApiObject,
  graceSeconds: number,
  { dryRun }: DeleteOptions,
): ApiObject {
  const { metadata } = draft;
  const granted = old.metadata.deletionGracePeriodSeconds;
  if (metadata.deletionTimestamp && granted !== undefined && graceSeconds >= granted && sameFinalizers(draft, old))
    return old;
  const start = metadata.deletionTimestamp
    ? Date.parse(metadata.deletionTimestamp) - (granted ?? 0) * 1000
    : cluster.now();
  metadata.deletionTimestamp = timestamp(start + graceSeconds * 1000);
  metadata.deletionGracePeriodSeconds = graceSeconds;
  if (resource.hasGeneration && !old.metadata.deletionTimestamp) metadata.generation = (metadata.generation ?? 0) + 1;
  if (resource.storage === 'namespaces') draft.status = { ...(draft.status as object), phase: 'Terminating' };
  return dryRun ? old : cluster.store.put(resource.storage, draft);
}

const sameFinalizers = (draft: ApiObject, old: ApiObject): boolean =>
  draft.metadata.finalizers?.length === old.metadata.finalizers?.length;

/** @throws ApiError Conflict when a precondition does not hold. */
export function checkPreconditions(
  { resource, name }: Target,
  { metadata }: ApiObject,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  // The real server names the kind here, not the resource.
  const named = { ...resource, plural: resource.kind };
  const mismatch = (what: string, given: string, found?: string) =>
    `the ${what} in the precondition (${given}) does not match the ${what} in record (${found})`;
  if (uid && uid !== metadata.uid) {
    const why = 'The object might have been deleted and then recreated';
    throw conflict(named, name, `${mismatch('UID', uid, metadata.uid)}. ${why}`);
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    const why = 'The object might have been modified';
    throw conflict(named, name, `${mismatch('ResourceVersion', resourceVersion, metadata.resourceVersion)}. ${why}`);
  }
}
