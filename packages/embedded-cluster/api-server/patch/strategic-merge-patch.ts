import {
  isJsonObject,
  type JSONSchemaProps,
  type JsonObject,
  schemaOfField,
} from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';
import { invalidPatch } from './invalid-patch.js';

type Fields = Record<string, unknown>;

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/**
 * Kubernetes' own merge: as a merge patch, but lists that have a merge key (`x-kubernetes-patch-merge-key`) are merged
 * item by item, and the directives `$patch`, `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…` hold.
 *
 * @throws ApiError 422 for a patch that contradicts the schema.
 */
export function strategicMergePatch(schema: JSONSchemaProps | undefined, target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const { $patch, $retainKeys, ...changes } = patch;
  if ($patch === 'replace') return changes;
  if ($patch === 'delete') return {};
  const merged: Fields = retained(isJsonObject(target) ? target : {}, $retainKeys);
  for (const [field, change] of Object.entries(changes)) mergeField(schema, merged, changes, field, change);
  for (const field of Object.keys(changes).filter((name) => name.startsWith(orderPrefix)))
    reorder(schema, merged, field.slice(orderPrefix.length), changes[field]);
  return merged;
}

function retained(target: JsonObject, keys: unknown): Fields {
  if (!Array.isArray(keys)) return { ...target };
  const kept = new Set(keys);
  return Object.fromEntries(Object.entries(target).filter(([field]) => kept.has(field)));
}

function mergeField(
  schema: JSONSchemaProps | undefined,
  merged: Fields,
  changes: JsonObject,
  field: string,
  change: unknown,
): void {
  if (field.startsWith(orderPrefix)) return;
  if (field.startsWith(deletePrefix)) {
    const name = field.slice(deletePrefix.length);
    const [list, gone] = [merged[name], change];
    if (!Array.isArray(list) || !Array.isArray(gone) || Object.hasOwn(changes, name)) return;
    const removed = new Set(gone);
    setField(
      merged,
      name,
      list.filter((item) => !removed.has(item)),
    );
    return;
  }
  const fieldSchema = schema && schemaOfField(schema, field);
  if (change === null) delete merged[field];
  else if (Array.isArray(change)) setField(merged, field, mergeList(fieldSchema, merged[field], change));
  else setField(merged, field, strategicMergePatch(fieldSchema, merged[field], change));
}

function mergeList(schema: JSONSchemaProps | undefined, target: unknown, patch: readonly unknown[]): unknown[] {
  const list = Array.isArray(target) ? target : [];
  if (!schema?.['x-kubernetes-patch-strategy']?.split(',').includes('merge')) return [...patch];
  const key = schema['x-kubernetes-patch-merge-key'];
  if (patch.some((item) => isJsonObject(item) && item.$patch === 'replace'))
    return patch.filter((item) => !(isJsonObject(item) && item.$patch === 'replace'));
  return key === undefined ? mergeScalars(list, patch) : mergeItems(schema, key, list, patch);
}

function mergeScalars(list: readonly unknown[], patch: readonly unknown[]): unknown[] {
  const known = new Set(list);
  return [...list, ...patch.filter((item) => !known.has(item))];
}

function mergeItems(
  schema: JSONSchemaProps,
  key: string,
  list: readonly unknown[],
  patch: readonly unknown[],
): unknown[] {
  const merged = [...list];
  const places = new Map(list.map((item, index) => [keyOf(item, key), index]).reverse() as [string, number][]);
  for (const change of patch) {
    if (!isJsonObject(change) || change[key] === undefined)
      throw invalidPatch(`map: ${JSON.stringify(change)} does not contain declared merge key: ${key}`);
    const index = places.get(keyOf(change, key));
    if (change.$patch === 'delete') {
      if (index !== undefined) merged[index] = deleted;
    } else if (index !== undefined && merged[index] !== deleted) {
      merged[index] = strategicMergePatch(schema.items, merged[index], change);
    } else places.set(keyOf(change, key), merged.push(strategicMergePatch(schema.items, {}, change)) - 1);
  }
  return merged.filter((item) => item !== deleted);
}

const deleted = Symbol('deleted');

const keyOf = (item: unknown, key: string): string => (isJsonObject(item) ? JSON.stringify(item[key]) : '');

/** Puts the named items first and in order; those the patch does not know keep their places behind. */
function reorder(schema: JSONSchemaProps | undefined, merged: Fields, field: string, order: unknown): void {
  const list = merged[field];
  if (!Array.isArray(list) || !Array.isArray(order)) return;
  const key = (schema && schemaOfField(schema, field))?.['x-kubernetes-patch-merge-key'];
  const identity = (item: unknown) => JSON.stringify(key !== undefined && isJsonObject(item) ? item[key] : item);
  const ranks = new Map(order.map((item, rank) => [identity(item), rank]));
  const rank = (item: unknown) => ranks.get(identity(item)) ?? ranks.size;
  merged[field] = [...list].sort((a, b) => rank(a) - rank(b));
}
