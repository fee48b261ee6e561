import { metadataSchema } from '../../packages/kubernetes-conventions/metadata/metadata-schema.js';
import { childPath, type FieldError, forbidden } from '../../packages/structural-schema/field-error.js';
import {
  isJsonObject,
  type JSONSchemaProps,
  schemaOfField,
} from '../../packages/structural-schema/json-schema-props.js';
import { matchesFormat } from '../../packages/structural-schema/schema-format.js';
import { didYouMean } from '../text/did-you-mean.js';

/** Fields of `metadata` that do not exist, and values whose type the API server does not take. A null counts as absent. */
export function metadataTypeErrors(metadata: unknown): FieldError[] {
  return typeErrors(metadataSchema, metadata, 'metadata');
}

function typeErrors(schema: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  if (value === null || value === undefined) return [];
  const wrong = wrongType(schema, value);
  if (wrong) return [{ path, type: 'TypeInvalid', value, detail: wrong }];
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => (schema.items ? typeErrors(schema.items, item, `${path}[${i}]`) : []));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([field, child]) => fieldErrors(schema, field, child, path))
    : [];
}

function fieldErrors(schema: JSONSchemaProps, field: string, child: unknown, parent: string): FieldError[] {
  const path = childPath(parent, field);
  const known = schemaOfField(schema, field);
  if (known) return typeErrors(known, child, path);
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (isOpen) return [];
  const hint = didYouMean(field, Object.keys(schema.properties ?? {})) ?? 'correct its name or its indentation';
  return [forbidden(path, `unknown field; ${hint}`)];
}

/** What a value must be, when it is something else. */
function wrongType({ type, format }: JSONSchemaProps, value: unknown): string | undefined {
  switch (type) {
    case 'object':
      return isJsonObject(value) ? undefined : 'must be a mapping';
    case 'array':
      return Array.isArray(value) ? undefined : 'must be a list';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false, without quotes';
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : 'must be a whole number';
    default:
      return wrongText(format, value);
  }
}

function wrongText(format: string | undefined, value: unknown): string | undefined {
  if (typeof value === 'string')
    return format === undefined || matchesFormat(format, value)
      ? undefined
      : 'must be a time such as 2026-01-31T12:00:00Z';
  return typeof value === 'object' ? 'must be a string' : 'must be a string; write it in quotes';
}
