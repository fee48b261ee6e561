import { childPath } from './field-error.js';
import { isJsonObject, type JSONSchemaProps, type JsonObject, schemaOfField } from './json-schema-props.js';
import { setField } from './set-field.js';

/** A resource without its unknown fields, and which those were. */
export interface Pruned<Value> {
  readonly value: Value;
  /** Paths of the dropped fields (`spec.foo`, `spec.steps[1].bar`), in document order. */
  readonly unknown: readonly string[];
}

/** The fields of every resource, embedded or not, regardless of its schema. */
const resourceFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * A copy of a resource without the fields that its schema does not know. `apiVersion`, `kind` and `metadata` of the whole
 * resource are kept. The input is never changed.
 */
export function pruneUnknown<Value>(schema: JSONSchemaProps, resource: Value): Pruned<Value> {
  const unknown: string[] = [];
  const value = pruned(schema, resource, '', unknown, true) as Value;
  return { value, unknown };
}

function pruned(schema: JSONSchemaProps, value: unknown, path: string, unknown: string[], resource: boolean): unknown {
  if (Array.isArray(value)) {
    const items = schema.items ?? { 'x-kubernetes-preserve-unknown-fields': true };
    const embedded = Boolean(items['x-kubernetes-embedded-resource']);
    return value.map((item, index) => pruned(items, item, `${path}[${index}]`, unknown, embedded));
  }
  return isJsonObject(value) ? prunedObject(schema, value, path, unknown, resource) : value;
}

function prunedObject(
  schema: JSONSchemaProps,
  value: JsonObject,
  path: string,
  unknown: string[],
  resource: boolean,
): JsonObject {
  const kept: Record<string, unknown> = {};
  const preserve = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true;
  for (const [field, child] of Object.entries(value)) {
    const fieldPath = childPath(path, field);
    const fieldSchema = schemaOfField(schema, field);
    if (resource && resourceFields.has(field)) kept[field] = child;
    else if (fieldSchema)
      setField(
        kept,
        field,
        pruned(fieldSchema, child, fieldPath, unknown, Boolean(fieldSchema['x-kubernetes-embedded-resource'])),
      );
    else if (preserve) setField(kept, field, child);
    else unknown.push(fieldPath);
  }
  return kept;
}
