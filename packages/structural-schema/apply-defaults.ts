import { isJsonObject, type JSONSchemaProps, type JsonObject, schemaOfField } from './json-schema-props.js';
import { setField } from './set-field.js';

/**
 * A copy of `value` with the schema's defaults filled in, parents first. A null in a field that is not nullable counts
 * as absent, with or without a default. Parts that need no default are shared with the input, which is never changed.
 */
export function applyDefaults<Value>(schema: JSONSchemaProps, value: Value): Value {
  return defaulted(schema, value) as Value;
}

function defaulted(schema: JSONSchemaProps, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => defaulted(items, item)) : value;
  }
  return isJsonObject(value) ? defaultedObject(schema, value) : value;
}

function defaultedObject(schema: JSONSchemaProps, value: JsonObject): JsonObject {
  const filled: Record<string, unknown> = { ...value };
  for (const [field, fieldSchema] of Object.entries(schema.properties ?? {}))
    if (
      fieldSchema.default !== undefined &&
      isAbsent(fieldSchema, Object.hasOwn(filled, field) ? filled[field] : undefined)
    )
      setField(filled, field, copyOf(fieldSchema.default));
  for (const [field, child] of Object.entries(filled)) {
    const fieldSchema = schemaOfField(schema, field);
    if (fieldSchema && isAbsent(fieldSchema, child)) delete filled[field];
    else if (fieldSchema) setField(filled, field, defaulted(fieldSchema, child));
  }
  return filled;
}

/** A long text is shared, however often it is a default. */
const copyOf = (value: unknown): unknown => (typeof value === 'object' ? structuredClone(value) : value);

function isAbsent(schema: JSONSchemaProps, value: unknown): boolean {
  return value === undefined || (value === null && !schema.nullable);
}
