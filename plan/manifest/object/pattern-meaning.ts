import { type FieldError, invalid, omitValue } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { schemaAt } from './schema-at.js';

const forbiddenText = /^"([^"]+)" must not validate the schema \(not\)$/;

/**
 * An API server quotes the pattern that a text does not match, and reports one that it must not match at the root; for people,
 * what the field is stands beside it.
 */
export function withMeaning(schema: JSONSchemaProps, error: FieldError): FieldError {
  const [, path] = forbiddenText.exec(error.detail) ?? [];
  if (path !== undefined) return invalid(path, omitValue, `is not allowed${meaningAt(schema, path)}`);
  return error.detail.includes(' should match ')
    ? { ...error, detail: `${error.detail}${meaningAt(schema, error.path)}` }
    : error;
}

function meaningAt(schema: JSONSchemaProps, path: string): string {
  const meaning = schemaAt(schema, path)?.description;
  return meaning ? ` (${meaning.replace(/\.$/, '')})` : '';
}
