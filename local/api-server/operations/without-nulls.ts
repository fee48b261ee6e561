import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../../../api/schema/json-schema-props.js';

type Schema = JSONSchemaProps | undefined;

/** A copy without null fields, which to a Go type are absent; in a map of strings a null is the empty string. */
export function withoutNulls(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(schema?.items, item));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([field, child]): [string, unknown][] => {
    if (child !== null && child !== undefined)
      return [[field, withoutNulls(schema && schemaOfField(schema, field), child)]];
    return isStringMap(schema) ? [[field, '']] : [];
  });
  return Object.fromEntries(entries);
}

const isStringMap = (schema: Schema): boolean =>
  typeof schema?.additionalProperties === 'object' && schema.additionalProperties.type === 'string';
