import {
  isJsonObject,
  type JSONSchemaProps,
  type JsonObject,
  schemaOfField,
} from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';
import type { FieldTree } from '../objects/api-object.js';
import { fieldChildren } from './field-tree.js';

type Schema = JSONSchemaProps | undefined;

/** `live` with everything that `config` says: objects and keyed lists are merged, all else is replaced. */
export function mergeApplied(schema: Schema, live: unknown, config: unknown): unknown {
  if (!fieldChildren(schema, config) || !fieldChildren(schema, live)) return config;
  if (Array.isArray(config) && Array.isArray(live)) return mergeLists(schema, live, config);
  if (!isJsonObject(config) || !isJsonObject(live)) return config;
  const merged: Record<string, unknown> = { ...live };
  for (const [field, value] of Object.entries(config))
    setField(merged, field, mergeApplied(schema && schemaOfField(schema, field), live[field], value));
  return merged;
}

/**
 * Items that both have keep the order of the configuration, and of what only the live list has each item where it stood
 * between them. Of several live items of one key the configuration leaves one.
 *
 * @source sigs.k8s.io/structured-merge-diff: merge/update.go, typed/merge.go (visitListItems)
 */
function mergeLists(schema: Schema, live: readonly unknown[], config: readonly unknown[]): unknown[] {
  const there = fieldChildren(schema, live) ?? [];
  const wanted = fieldChildren(schema, config) ?? [];
  const before = new Map(there.map(({ element, value }) => [element, value]));
  const elements = new Set(wanted.map(({ element }) => element));
  let at = 0;
  const merged: unknown[] = [];
  /** Continues to where an item of both stands, or to the end; what the configuration has elsewhere is passed over. */
  const keepUpTo = (next: string | undefined) => {
    for (; at < there.length && there[at]?.element !== next; at++) {
      const child = there[at];
      if (child && !elements.has(child.element)) merged.push(child.value);
    }
  };
  /** By position, the first item from there on that both have. */
  const nextOfBoth: (string | undefined)[] = [];
  for (let index = wanted.length - 1; index >= 0; index--) {
    const element = wanted[index]?.element ?? '';
    nextOfBoth[index] = before.has(element) ? element : nextOfBoth[index + 1];
  }
  for (const [index, { element, value }] of wanted.entries()) {
    keepUpTo(nextOfBoth[index]);
    merged.push(before.has(element) ? mergeApplied(schema?.items, before.get(element), value) : value);
    if (before.has(element)) at++;
  }
  keepUpTo(undefined);
  return merged;
}

/**
 * `value` without the fields of a tree. A list item goes as a whole, unless `keep` (what others own) has something in
 * it. Objects that become empty go too; undefined when nothing is left.
 */
export function removeFields(schema: Schema, value: unknown, gone: FieldTree, keep: FieldTree): unknown {
  const children = fieldChildren(schema, value);
  if (!children) return value;
  const left = children.flatMap((child) => {
    const node = gone[child.element];
    if (!node) return [child];
    const others = keep[child.element];
    const whole = Object.keys(node).length === 0 || '.' in node;
    if (whole && !others) return [];
    const below = removeFields(child.schema, child.value, node, others ?? {});
    return below === undefined && !others ? [] : [{ ...child, value: below }];
  });
  if (left.length === 0) return undefined;
  if (Array.isArray(value)) return left.map((child) => child.value);
  return Object.fromEntries(left.map((child) => [child.element.slice('f:'.length), child.value])) as JsonObject;
}
