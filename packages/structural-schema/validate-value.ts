import { childPath, type FieldError, invalid, notSupported, required, tooLong, tooMany } from './field-error.js';
import { isJsonObject, type JSONSchemaProps, type JsonObject, schemaOfField } from './json-schema-props.js';
import { patternOf } from './pattern.js';
import { matchesFormat } from './schema-format.js';

/** Validates types, required fields, enums, bounds, patterns, allOf, anyOf, oneOf and not; list types and CEL are separate. */
export function validateValue(schema: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  if (value === null) return typeErrors(schema, value, path);
  return [
    ...typeErrors(schema, value, path),
    ...junctorErrors(schema, value, path),
    ...(typeof value === 'string' ? stringErrors(schema, value, path) : []),
    ...(typeof value === 'number' ? numberErrors(schema, value, path) : []),
    ...(Array.isArray(value) ? arrayErrors(schema, value, path) : []),
    ...enumErrors(schema, value, path),
    ...(isJsonObject(value) ? objectErrors(schema, value, path) : []),
  ];
}

/** The wording of the API server: `<path> in body <claim>`. */
const inBody = (path: string, claim: string): string => `${path} in body ${claim}`;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function allowedTypes(schema: JSONSchemaProps): string[] {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  return types.length > 0 && schema.nullable ? [...types, 'null'] : types;
}

function typeErrors(schema: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  const allowed = allowedTypes(schema);
  const found = typeOf(value);
  const fits = allowed.length === 0 || allowed.includes(found) || (found === 'integer' && allowed.includes('number'));
  if (fits) return [];
  const detail = inBody(path, `must be of type ${allowed.join(',')}: "${found}"`);
  return [{ path, type: 'TypeInvalid', value: found, detail }];
}

function enumErrors({ enum: allowed }: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  if (!allowed || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  return [notSupported(path, value, allowed)];
}

function stringErrors(schema: JSONSchemaProps, value: string, path: string): FieldError[] {
  const { format } = schema;
  const shape = shapeError(schema, value, path);
  if (format === undefined || matchesFormat(format, value)) return shape ? [shape] : [];
  const detail = inBody(path, `must be of type ${format}: ${JSON.stringify(value)}`);
  return [...(shape ? [shape] : []), { path, type: 'TypeInvalid', value, detail }];
}

/** Only the first of the errors of length and pattern. */
function shapeError(schema: JSONSchemaProps, value: string, path: string): FieldError | undefined {
  const { minLength, maxLength, pattern } = schema;
  const length = maxLength !== undefined || minLength !== undefined ? [...value].length : 0;
  if (maxLength !== undefined && length > maxLength) return tooLong(path, value, maxLength);
  if (minLength !== undefined && length < minLength)
    return invalid(path, value, inBody(path, `should be at least ${minLength} chars long`));
  if (pattern !== undefined && !matches(pattern, value))
    return invalid(path, value, inBody(path, `should match '${pattern}'`));
  return undefined;
}

/** An invalid pattern accepts every value; the schema with it is refused (`patternErrors`). */
function matches(pattern: string, value: string): boolean {
  try {
    return patternOf(pattern).test(value);
  } catch {
    return true;
  }
}

function numberErrors(schema: JSONSchemaProps, value: number, path: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const claims: string[] = [];
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    claims.push(`should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    claims.push(`should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
    claims.push(`should be a multiple of ${multipleOf}`);
  return [...rangeErrors(schema, value, path), ...claims.map((claim) => invalid(path, value, inBody(path, claim)))];
}

/** A number outside its integer type: reported at the root, with the path in the message. */
function rangeErrors({ type, format }: JSONSchemaProps, value: number, path: string): FieldError[] {
  const fits = Number.isInteger(value) && (format !== 'int32' || Math.abs(value + 0.5) < 2 ** 31);
  if (type !== 'integer' || fits) return [];
  const what = format === undefined ? 'integer (default format)' : `integer with format ${format}`;
  return [invalid('', '', `Checked value must be of type ${what} in ${path}`)];
}

function arrayErrors(schema: JSONSchemaProps, value: readonly unknown[], path: string): FieldError[] {
  const { minItems, maxItems, items } = schema;
  const errors = items ? value.flatMap((item, index) => validateValue(items, item, `${path}[${index}]`)) : [];
  if (minItems !== undefined && value.length < minItems)
    errors.push(invalid(path, value.length, inBody(path, `should have at least ${minItems} items`)));
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  return errors;
}

function objectErrors(schema: JSONSchemaProps, value: JsonObject, path: string): FieldError[] {
  const { minProperties, maxProperties } = schema;
  const fields = Object.keys(value);
  const errors: FieldError[] = [];
  if (minProperties !== undefined && fields.length < minProperties)
    errors.push(invalid(path, fields.length, inBody(path, `should have at least ${minProperties} properties`)));
  if (maxProperties !== undefined && fields.length > maxProperties)
    errors.push(tooMany(path, fields.length, maxProperties));
  for (const field of schema.required ?? [])
    if (!Object.hasOwn(value, field)) errors.push(required(childPath(path, field)));
  for (const field of fields) {
    const fieldSchema = schemaOfField(schema, field);
    if (fieldSchema) errors.push(...validateValue(fieldSchema, value[field], childPath(path, field)));
  }
  return errors;
}

function junctorErrors(schema: JSONSchemaProps, value: unknown, path: string): FieldError[] {
  return [
    ...anyOfErrors(schema.anyOf, value, path),
    ...oneOfErrors(schema.oneOf, value, path),
    ...(schema.allOf ?? []).flatMap((one) => validateValue(one, value, path)),
    ...notErrors(schema.not, value, path),
  ];
}

/** The API server reports anyOf, oneOf and not at the root (`<nil>`), with the path in the message. */
const junctor = (path: string, claim: string): FieldError => invalid('', '', `"${path}" ${claim}`);

function anyOfErrors(branches: JSONSchemaProps['anyOf'], value: unknown, path: string): FieldError[] {
  if (!branches?.length) return [];
  const results = branches.map((one) => validateValue(one, value, path));
  if (results.some((errors) => errors.length === 0)) return [];
  return [junctor(path, 'must validate at least one schema (anyOf)'), ...fewest(results)];
}

function oneOfErrors(branches: JSONSchemaProps['oneOf'], value: unknown, path: string): FieldError[] {
  if (!branches?.length) return [];
  const results = branches.map((one) => validateValue(one, value, path));
  const valid = results.filter((errors) => errors.length === 0).length;
  if (valid === 1) return [];
  const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
  const claim = junctor(path, `must validate one and only one schema (oneOf). ${found}`);
  return valid === 0 ? [claim, ...fewest(results)] : [claim];
}

function notErrors(not: JSONSchemaProps | undefined, value: unknown, path: string): FieldError[] {
  if (!not || validateValue(not, value, path).length > 0) return [];
  return [junctor(path, 'must not validate the schema (not)')];
}

/** The errors of the branch with the fewest. */
function fewest(results: readonly FieldError[][]): FieldError[] {
  return results.reduce((best, errors) => (errors.length < best.length ? errors : best));
}
