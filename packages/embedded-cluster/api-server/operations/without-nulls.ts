import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';

type Schema = JSONSchemaProps | undefined;

/** A copy without null fields, which to a Go type are absent; in a map of strings a null is the empty string. */
export function withoutNulls(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(schema?.items, item));
  if (!isJsonObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const field of Object.keys(value)) {
    const child = value[field];
    if (child !== null && child !== undefined)
      setField(kept, field, withoutNulls(schema && schemaOfField(schema, field), child));
    else if (isStringMap(schema)) setField(kept, field, '');
  }
  return kept;
}

const isStringMap = (schema: Schema): boolean =>
  typeof schema?.additionalProperties === 'object' && schema.additionalProperties.type === 'string';
