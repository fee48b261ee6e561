import { childPath, duplicate, type FieldError, required } from './field-error.js';
import { isJsonObject, type JSONSchemaProps, schemaOfField } from './json-schema-props.js';

/** Validates `x-kubernetes-list-type`: a `set` has unique values, a `map` unique keys, and each item of a map has all keys. */
export function validateListTypes(schema: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) return listErrors(schema, value, path);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, child]) => {
    const fieldSchema = schemaOfField(schema, field);
    return fieldSchema ? validateListTypes(fieldSchema, child, childPath(path, field)) : [];
  });
}

function listErrors(schema: JSONSchemaProps, list: readonly unknown[], path: string): FieldError[] {
  const { items } = schema;
  const below = items ? list.flatMap((item, index) => validateListTypes(items, item, `${path}[${index}]`)) : [];
  if (schema['x-kubernetes-list-type'] === 'set') return [...below, ...duplicates(list, (item) => item, path)];
  if (schema['x-kubernetes-list-type'] !== 'map') return below;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return [
    ...below,
    ...list.flatMap((item, index) => missingKeys(items, keys, item, `${path}[${index}]`)),
    ...duplicates(list, (item) => keyOf(keys, item), path),
  ];
}

function missingKeys(
  items: JSONSchemaProps | undefined,
  keys: readonly string[],
  item: unknown,
  path: string,
): FieldError[] {
  if (!isJsonObject(item)) return [];
  const absent = keys.filter((key) => !Object.hasOwn(item, key) && !items?.required?.includes(key));
  return absent.map((key) => required(childPath(path, key)));
}

function keyOf(keys: readonly string[], item: unknown): unknown {
  return isJsonObject(item) ? Object.fromEntries(keys.map((key) => [key, item[key]])) : item;
}

function duplicates(list: readonly unknown[], identity: (item: unknown) => unknown, path: string): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const key = identity(item);
    const text = JSON.stringify(key);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [duplicate(`${path}[${index}]`, key)];
  });
}
