import type { FieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';

/** An API server quotes the pattern that a text does not match; for people, what the field is stands beside it. */
export function withMeaning(schema: JSONSchemaProps, error: FieldError): FieldError {
  if (!error.detail.includes(' should match ')) return error;
  const meaning = schemaAt(schema, error.path)?.description;
  return meaning ? { ...error, detail: `${error.detail} (${meaning.replace(/\.$/, '')})` } : error;
}

/** The schema of the field at a path such as `spec.commonContext[0].file.filePath`. */
function schemaAt(schema: JSONSchemaProps, path: string): JSONSchemaProps | undefined {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<JSONSchemaProps | undefined>((at, step) => at?.properties?.[step] ?? at?.items ?? undefined, schema);
}
