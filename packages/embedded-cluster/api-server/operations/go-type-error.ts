import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../../../structural-schema/json-schema-props.js';
import { validateValue } from '../../../structural-schema/validate-value.js';

/**
 * What Go's JSON decoder says of the first value whose type does not fit a built-in kind; undefined when all fit.
 * `json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32`.
 */
export function goTypeError(schema: JSONSchemaProps, value: unknown, root = ''): string | undefined {
  const wrong = validateValue(schema, value, '').find(({ type }) => type === 'TypeInvalid');
  if (!wrong) return undefined;
  if (wrong.detail.includes('must be of type byte')) return 'illegal base64 data at input byte 0';
  const { struct, fields, want, found } = placeAt(schema, value, wrong.path);
  if (want?.format === 'quantity') return notAQuantity;
  const path = [root, ...fields].filter(Boolean).join('.');
  return `json: cannot unmarshal ${goValue(found)} into Go struct field ${struct}.${path} of type ${goType(want)}`;
}

const notAQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export interface Place {
  readonly struct: string;
  /** The Go fields on the way: no indexes, no map keys. */
  readonly fields: readonly string[];
  readonly want: JSONSchemaProps | undefined;
  readonly found: unknown;
}

/** Follows a path to its schema, remembering the last Go type passed. */
export function placeAt(schema: JSONSchemaProps, value: unknown, path: string): Place {
  let place: Place = { struct: schema.title ?? '', fields: [], want: schema, found: value };
  for (const part of path.match(/[^.[\]]+/g) ?? []) {
    const struct = place.want?.title ?? place.struct;
    const inList = Array.isArray(place.found);
    const isField = !inList && place.want?.properties !== undefined;
    const want: JSONSchemaProps | undefined = inList
      ? place.want?.items
      : place.want && schemaOfField(place.want, part);
    const fields = isField ? [...place.fields, part] : place.fields;
    place = { struct, fields, want, found: childOf(place.found, part) };
  }
  return place;
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value[Number(part)];
  return isJsonObject(value) ? value[part] : undefined;
}

function goValue(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`;
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function goType(schema: JSONSchemaProps | undefined): string {
  switch (schema?.type) {
    case 'integer':
      return schema.format ?? 'int64';
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    case 'array':
      return `[]${goType(schema.items)}`;
    case 'object':
      return schema.title
        ? `v1.${schema.title}`
        : `map[string]${goType(typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined)}`;
    default:
      return schema?.format === 'date-time' ? 'v1.Time' : 'string';
  }
}
