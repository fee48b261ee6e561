import { type FieldError, invalid, omitValue, required } from '../../../packages/structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';

/** What every Kubernetes object has; without it nothing else can be said about one. */
export function headErrors(value: unknown): FieldError[] {
  if (!isJsonObject(value)) {
    return [invalid('', omitValue, 'must be a Kubernetes object with apiVersion, kind and metadata')];
  }
  return [
    ...textErrors(
      value,
      'apiVersion',
      /^([a-z0-9.-]+\/)?[a-z0-9]+$/,
      'must be a version, such as kubetask.io/v1alpha1',
    ),
    ...textErrors(value, 'kind', /^[A-Za-z][A-Za-z0-9]*$/, 'must be the name of a kind, such as BatchRun'),
    ...metadataErrors(value),
  ];
}

function textErrors(object: JsonObject, field: string, syntax: RegExp, wanted: string): FieldError[] {
  const text = object[field];
  if (text === undefined || text === null || text === '') return [required(field)];
  return typeof text === 'string' && syntax.test(text) ? [] : [invalid(field, text, wanted)];
}

function metadataErrors({ kind, items, metadata }: JsonObject): FieldError[] {
  if (kind === 'List')
    return items === undefined || items === null ? [required('items')] : [invalid('items', items, 'must be a list')];
  if (metadata === undefined || metadata === null) return [required('metadata')];
  return isJsonObject(metadata) ? [] : [invalid('metadata', metadata, 'must be a mapping with at least a name')];
}
