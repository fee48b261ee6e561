import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { timestamp } from '../../timestamp.js';
import { type ApiObject, type FieldTree, type ManagedFieldsEntry, storageKey } from '../objects/api-object.js';
import type { Cluster, Target } from '../operations/cluster.js';
import { createObject } from '../operations/create-object.js';
import { decodeObject } from '../operations/decode-object.js';
import { replace, type UpdateOptions } from '../operations/update-object.js';
import { badRequest, conflict, notFound } from '../status-errors.js';
import { applyConflict, type Conflict } from './apply-conflict.js';
import { decodeConfiguration } from './decode-configuration.js';
import { changedFields, fieldsOf, intersect, isEmpty, subtract, union } from './field-tree.js';
import { appliedByKubectl } from './last-applied.js';
import { isOf, newEntry, onlyExisting } from './managed-fields.js';
import { mergeApplied, removeFields } from './merge-applied.js';
import { trackedFields, trackedSchema } from './tracked-schema.js';

export interface ApplyOptions extends UpdateOptions {
  /** Takes fields that others own instead of reporting a conflict. */
  readonly force: boolean;
}

export interface Applied {
  readonly object: ApiObject;
  readonly created: boolean;
}

/**
 * Server-side apply: makes an object say what the configuration says, and no longer what this manager's last
 * configuration said alone. Creates the object when it is absent.
 *
 * @throws ApiError Conflict when another manager owns a field with another value and `force` is not set.
 */
export function applyObject(cluster: Cluster, target: Target, body: unknown, options: ApplyOptions): Applied {
  const { resource, namespace, name } = target;
  const configuration = decodeConfiguration(target, body);
  const live = cluster.store.get(resource.storage, storageKey(namespace, name));
  if (live) return { object: applyTo(cluster, target, live, configuration, options), created: false };
  if (options.part === 'status') throw notFound(resource, name);
  return { object: createApplied(cluster, target, configuration, options), created: true };
}

function createApplied(cluster: Cluster, target: Target, configuration: ApiObject, options: ApplyOptions): ApiObject {
  const { resource, namespace, name } = target;
  if (configuration.metadata.uid)
    throw conflict(
      resource,
      name,
      `uid mismatch: the provided object specified uid ${configuration.metadata.uid}, and no existing object was found`,
    );
  const fields = fieldsOf(trackedSchema(resource), trackedFields(resource, configuration, 'main'));
  const entry = newEntry(resource, writerOf(cluster, options), 'Apply', fields);
  const metadata = { ...configuration.metadata, managedFields: [entry] };
  return createObject(cluster, resource, namespace, { ...configuration, metadata }, options);
}

const writerOf = (cluster: Cluster, { fieldManager, part }: ApplyOptions) => ({
  manager: fieldManager,
  part,
  time: timestamp(cluster.now()),
});

function applyTo(
  cluster: Cluster,
  target: Target,
  live: ApiObject,
  configuration: ApiObject,
  options: ApplyOptions,
): ApiObject {
  const { resource } = target;
  checkVersion(target, configuration, live);
  const schema = trackedSchema(resource);
  const before = trackedFields(resource, live, options.part);
  const config = trackedFields(resource, configuration, options.part);
  const writer = writerOf(cluster, options);
  const entries = live.metadata.managedFields ?? [];
  const own = entries.find((entry) => isOf(entry, writer, 'Apply'));
  const changed = changedFields(schema, before, config);
  const others = withoutConflicts(
    target,
    live,
    entries.filter((entry) => entry !== own),
    changed,
    options,
  );
  const fields = fieldsOf(schema, config);
  const kept = others.reduce<FieldTree>((all, entry) => union(all, entry.fieldsV1), {});
  const gone = own ? subtract(subtract(own.fieldsV1, fields), kept) : {};
  const merged = removeFields(schema, mergeApplied(schema, before, config), gone, kept) ?? {};
  const draft = decodeObject(resource, assemble(live, merged, options.part, before)).object;
  const entry = { ...newEntry(resource, writer, 'Apply', fields), ...timeOf(own, fields) };
  const managedFields = [...others, entry].map((one) => onlyExisting(resource, one, draft));
  return replace(cluster, target, draft, live, { ...options, managedFields: owning(managedFields) });
}

const owning = (entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] =>
  entries.filter(({ fieldsV1 }) => !isEmpty(fieldsV1));

/** Applying the same again is no news. */
function timeOf(own: ManagedFieldsEntry | undefined, fields: FieldTree): { time?: string } {
  const same = own && isEmpty(subtract(fields, own.fieldsV1)) && isEmpty(subtract(own.fieldsV1, fields));
  return same && own.time ? { time: own.time } : {};
}

function checkVersion({ resource, name }: Target, { metadata }: ApiObject, live: ApiObject): void {
  const { uid, resourceVersion } = metadata;
  if (uid && uid !== live.metadata.uid)
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`,
    );
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion)
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
}

/** The others' entries, less what this apply takes from them. @throws ApiError Conflict when it may not */
function withoutConflicts(
  { resource }: Target,
  live: ApiObject,
  others: readonly ManagedFieldsEntry[],
  changed: FieldTree,
  { force, fieldManager }: ApplyOptions,
): ManagedFieldsEntry[] {
  const conflicts: Conflict[] = others
    .map((entry) => ({ entry, fields: intersect(changed, entry.fieldsV1) }))
    .filter(({ fields }) => !isEmpty(fields));
  const all = conflicts.reduce<FieldTree>((sum, { fields }) => union(sum, fields), {});
  if (conflicts.length > 0 && !force && !appliedByKubectl(resource, live, fieldManager, all))
    throw applyConflict(conflicts);
  return others.map((entry) => ({ ...entry, fieldsV1: subtract(entry.fieldsV1, changed) }));
}

/** The live object with its tracked fields replaced by the merged ones. */
function assemble(live: ApiObject, merged: unknown, part: 'main' | 'status', before: object): unknown {
  if (!isJsonObject(merged)) throw badRequest('the configuration is not an object');
  if (part === 'status') return { ...live, status: merged.status };
  const untouched = Object.fromEntries(Object.entries(live).filter(([field]) => !(field in before)));
  const {
    labels: _,
    annotations: __,
    finalizers: ___,
    ownerReferences: ____,
    managedFields: _____,
    ...system
  } = live.metadata;
  return {
    ...untouched,
    ...merged,
    metadata: { ...system, ...(isJsonObject(merged.metadata) ? merged.metadata : {}) },
  };
}
