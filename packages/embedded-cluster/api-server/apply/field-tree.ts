import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../../../structural-schema/json-schema-props.js';
import type { FieldTree } from '../objects/api-object.js';
import { equalJson } from '../objects/json-value.js';

/** One element below a value: its name in `FieldsV1`, its schema and its value. */
export interface FieldChild {
  readonly element: string;
  readonly schema: JSONSchemaProps | undefined;
  readonly value: unknown;
}

/**
 * What is owned piece by piece below a value: fields of an object, items of a `map` list (by key) or a `set` list (by
 * value). Undefined for what is owned as a whole: scalars, atomic lists and maps, empty containers.
 */
export function fieldChildren(schema: JSONSchemaProps | undefined, value: unknown): FieldChild[] | undefined {
  const children = Array.isArray(value) ? listChildren(schema, value) : objectChildren(schema, value);
  return children?.length ? children : undefined;
}

function objectChildren(schema: JSONSchemaProps | undefined, value: unknown): FieldChild[] | undefined {
  if (!isJsonObject(value) || schema?.['x-kubernetes-map-type'] === 'atomic') return undefined;
  return Object.entries(value).map(([field, child]) => ({
    element: `f:${field}`,
    schema: schema && schemaOfField(schema, field),
    value: child,
  }));
}

function listChildren(schema: JSONSchemaProps | undefined, list: readonly unknown[]): FieldChild[] | undefined {
  if (schema?.['x-kubernetes-list-type'] === 'set')
    return list.map((value) => ({ element: `v:${JSON.stringify(value)}`, schema: schema.items, value }));
  if (schema?.['x-kubernetes-list-type'] !== 'map') return undefined;
  return list.map((value) => ({ element: `k:${itemKey(schema, value)}`, schema: schema.items, value }));
}

/** `{"name":"a"}`: the keys of a map list's item, sorted, with the schema's defaults for those left out. */
function itemKey(schema: JSONSchemaProps, item: unknown): string {
  const keys = [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort();
  const fields = isJsonObject(item) ? item : {};
  const keyValue = (key: string) => fields[key] ?? schema.items?.properties?.[key]?.default;
  return JSON.stringify(
    Object.fromEntries(keys.map((key) => [key, keyValue(key)]).filter(([, value]) => value !== undefined)),
  );
}

const isItem = (element: string): boolean => element.startsWith('k:');

/** Everything a value sets, as a tree of leaves. An item of a map list is owned itself, beside its fields. */
export function fieldsOf(schema: JSONSchemaProps | undefined, value: unknown): FieldTree {
  const children = fieldChildren(schema, value) ?? [];
  return Object.fromEntries(
    children.map(({ element, schema: childSchema, value: child }) => [
      element,
      isItem(element) ? withSelf(fieldsOf(childSchema, child)) : fieldsOf(childSchema, child),
    ]),
  );
}

const withSelf = (tree: FieldTree): FieldTree => ({ '.': {}, ...tree });

/** The leaves of `value` that `old` has not, or has with another value. */
export function changedFields(schema: JSONSchemaProps | undefined, old: unknown, value: unknown): FieldTree {
  const before = new Map(fieldChildren(schema, old)?.map((child) => [child.element, child]));
  const changed = (fieldChildren(schema, value) ?? []).flatMap((child): [string, FieldTree][] => {
    const { element } = child;
    const previous = before.get(element);
    if (!previous)
      return [
        [
          element,
          isItem(element) ? withSelf(fieldsOf(child.schema, child.value)) : fieldsOf(child.schema, child.value),
        ],
      ];
    // Compared as a whole only at the leaves: else every level would be compared again for each one above it.
    if (fieldChildren(child.schema, previous.value) && fieldChildren(child.schema, child.value)) {
      const below = changedFields(child.schema, previous.value, child.value);
      return isEmpty(below) ? [] : [[element, below]];
    }
    return equalJson(previous.value, child.value) ? [] : [[element, fieldsOf(child.schema, child.value)]];
  });
  return Object.fromEntries(changed);
}

export const isEmpty = (tree: FieldTree): boolean => Object.keys(tree).length === 0;

/** Whether the path that a node stands for is itself in the set: leaves are, and nodes that say so. */
const isMember = (tree: FieldTree): boolean => isEmpty(tree) || '.' in tree;

const elementsOf = (tree: FieldTree): string[] => Object.keys(tree).filter((element) => element !== '.');

/** All paths of both sets. */
export function union(a: FieldTree, b: FieldTree): FieldTree {
  const merged: FieldTree = {};
  for (const element of new Set([...elementsOf(a), ...elementsOf(b)])) {
    const [left, right] = [a[element], b[element]];
    merged[element] = left && right ? unionNode(left, right) : (left ?? right ?? {});
  }
  return merged;
}

function unionNode(a: FieldTree, b: FieldTree): FieldTree {
  const below = union(a, b);
  return !isEmpty(below) && (isMember(a) || isMember(b)) ? withSelf(below) : below;
}

/** The paths of `a` that are not in `b`. */
export function subtract(a: FieldTree, b: FieldTree): FieldTree {
  return select(a, b, (inA, other) => inA && !(other && isMember(other)));
}

/** The paths of `a` that are also in `b`. */
export function intersect(a: FieldTree, b: FieldTree): FieldTree {
  return select(a, b, (inA, other) => inA && other !== undefined && isMember(other));
}

function select(a: FieldTree, b: FieldTree, keep: (inA: boolean, other: FieldTree | undefined) => boolean): FieldTree {
  const kept: FieldTree = {};
  for (const element of elementsOf(a)) {
    const node = a[element] ?? {};
    const other = b[element];
    const below = select(node, other ?? {}, keep);
    const member = keep(isMember(node), other);
    if (!isEmpty(below)) kept[element] = member ? withSelf(below) : below;
    else if (member) kept[element] = {};
  }
  return kept;
}

/** The paths of a tree that a value has. */
export function existing(tree: FieldTree, schema: JSONSchemaProps | undefined, value: unknown): FieldTree {
  const children = new Map(fieldChildren(schema, value)?.map((child) => [child.element, child]));
  const kept: FieldTree = {};
  for (const element of elementsOf(tree)) {
    const child = children.get(element);
    const node = tree[element] ?? {};
    if (!child) continue;
    const below = existing(node, child.schema, child.value);
    if (!isEmpty(below)) kept[element] = isMember(node) ? withSelf(below) : below;
    else if (isMember(node)) kept[element] = {};
  }
  return kept;
}

/** Every path of a set as kubectl prints it: `.spec.containers[name="a"].image`, in tree order. */
export function pathsOf(tree: FieldTree, parent = ''): string[] {
  return elementsOf(tree).flatMap((element) => {
    const node = tree[element] ?? {};
    const path = parent + elementText(element);
    return [...(isMember(node) ? [path] : []), ...pathsOf(node, path)];
  });
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}
