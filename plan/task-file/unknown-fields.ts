import { type FieldError, forbidden } from '../../packages/structural-schema/field-error.js';
import { type JSONSchemaProps, schemaOfField } from '../../packages/structural-schema/json-schema-props.js';
import { nearest } from '../text/nearest.js';

/** Says of each unknown field which one was probably meant. */
export const withNearestNames = (schema: JSONSchemaProps, errors: readonly FieldError[]): FieldError[] =>
  errors.map((error) => (error.type === 'Forbidden' ? withNearestName(schema, error) : error));

function withNearestName(root: JSONSchemaProps, error: FieldError): FieldError {
  const fields = error.path.split(/[.[]/).map((field) => field.replace(/\]$/, ''));
  const name = fields.pop() ?? '';
  const names = Object.keys(fields.reduce(below, root)?.properties ?? {});
  const near = nearest(name, names);
  if (names.length === 0) return error;
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${names.sort().join(', ')}`;
  return forbidden(error.path, `unknown field; ${hint}`);
}

const below = (schema: JSONSchemaProps | undefined, field: string): JSONSchemaProps | undefined =>
  schema && (/^\d+$/.test(field) && schema.items ? schema.items : schemaOfField(schema, field));
