import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import type { ApiObject, FieldTree, ManagedFieldsEntry } from '../objects/api-object.js';
import { groupVersion, type Resource } from '../resources/resource.js';
import { changedFields, existing, fieldsOf, isEmpty, subtract, union } from './field-tree.js';
import { trackedFields, trackedSchema } from './tracked-schema.js';

/** Who writes: all of this distinguishes the entries of `managedFields`. */
export interface Writer {
  readonly manager: string;
  readonly part: 'main' | 'status';
  readonly time: string;
}

/** A new object's fields all belong to its creator, as far as they were `written`, by it or by a default. */
export function trackCreation(
  resource: Resource,
  object: ApiObject,
  written: ApiObject,
  manager: string,
  time: string,
): ApiObject {
  const fields = fieldsOf(trackedSchema(resource), trackedFields(resource, written, 'main'));
  const given = givenEntries(object);
  const entry = newEntry(resource, { manager, part: 'main', time }, 'Update', fields);
  return withEntries(object, given ?? [entry]);
}

/** The writer gains what it changed, everybody else loses it, and what is gone belongs to nobody. */
export function trackUpdate(resource: Resource, object: ApiObject, old: ApiObject, writer: Writer): ApiObject {
  const schema = trackedSchema(resource);
  const before = trackedFields(resource, old, writer.part);
  const after = trackedFields(resource, object, writer.part);
  const changed = changedFields(schema, before, after);
  const entries = givenEntries(object) ?? old.metadata.managedFields ?? [];
  const own = entries.find((entry) => isOf(entry, writer, 'Update'));
  const others = entries.filter((entry) => entry !== own).map((entry) => without(entry, changed));
  const gained = isEmpty(changed) && !own ? [] : [gain(resource, own, writer, changed)];
  return withEntries(
    object,
    [...others, ...gained].map((entry) => onlyExisting(resource, entry, object)),
  );
}

/** Entries a client wrote itself; undefined when it left them out. An empty entry is how clients reset them. */
function givenEntries({ metadata }: ApiObject): ManagedFieldsEntry[] | undefined {
  const { managedFields } = metadata;
  if (!managedFields?.length || !managedFields.every(({ fieldsV1 }) => isFieldTree(fieldsV1 ?? {}))) return undefined;
  return managedFields.filter((entry) => entry.manager && entry.fieldsV1);
}

/** A server that cannot read what a client sends keeps what it has. @source structured-merge-diff: fieldpath/serialize.go */
function isFieldTree(tree: unknown): boolean {
  if (!isJsonObject(tree)) return false;
  return Object.entries(tree).every(([element, below]) => isElement(element) && isFieldTree(below));
}

function isElement(element: string): boolean {
  if (element === '.') return true;
  const [kind, rest] = [element.slice(0, 2), element.slice(2)];
  if (kind === 'f:') return true;
  if (kind === 'i:') return /^-?\d+$/.test(rest);
  const value = kind === 'k:' || kind === 'v:' ? jsonOf(rest) : undefined;
  return kind === 'k:' ? isJsonObject(value) : value !== undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isOf(
  entry: ManagedFieldsEntry,
  { manager, part }: Omit<Writer, 'time'>,
  operation: 'Apply' | 'Update',
): boolean {
  return (
    entry.manager === manager &&
    entry.operation === operation &&
    (entry.subresource === 'status') === (part === 'status')
  );
}

export function newEntry(
  resource: Resource,
  { manager, part, time }: Writer,
  operation: 'Apply' | 'Update',
  fieldsV1: FieldTree,
): ManagedFieldsEntry {
  const entry: ManagedFieldsEntry = {
    manager,
    operation,
    apiVersion: groupVersion(resource),
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
  };
  return part === 'status' ? { ...entry, subresource: 'status' } : entry;
}

function gain(
  resource: Resource,
  own: ManagedFieldsEntry | undefined,
  writer: Writer,
  changed: FieldTree,
): ManagedFieldsEntry {
  if (!own) return newEntry(resource, writer, 'Update', changed);
  return isEmpty(changed) ? own : { ...own, time: writer.time, fieldsV1: union(own.fieldsV1, changed) };
}

const without = (entry: ManagedFieldsEntry, fields: FieldTree): ManagedFieldsEntry =>
  isEmpty(fields) ? entry : { ...entry, fieldsV1: subtract(entry.fieldsV1, fields) };

/** Drops from an entry what the object no longer has. */
export function onlyExisting(resource: Resource, entry: ManagedFieldsEntry, object: ApiObject): ManagedFieldsEntry {
  const part = entry.subresource === 'status' ? 'status' : 'main';
  return {
    ...entry,
    fieldsV1: existing(entry.fieldsV1, trackedSchema(resource), trackedFields(resource, object, part)),
  };
}

/** The object with these entries, less those that own nothing. */
export function withEntries(object: ApiObject, entries: readonly ManagedFieldsEntry[]): ApiObject {
  const { managedFields: _, ...metadata } = object.metadata;
  const owning = entries.filter(({ fieldsV1 }) => !isEmpty(fieldsV1));
  return { ...object, metadata: owning.length > 0 ? { ...metadata, managedFields: owning } : metadata };
}
