import { isJsonObject, type JSONSchemaProps, schemaOfField } from './json-schema-props.js';

/**
 * Converts JSON to CEL values: integers become 64-bit integers (BigInt), numbers stay doubles, and property names that are not
 * CEL identifiers are escaped as Kubernetes escapes them (`my-field` -> `my__dash__field`).
 * Keys of maps (`additionalProperties`) are data and stay unchanged.
 */
export function celValue(schema: JSONSchemaProps | undefined, value: unknown): unknown {
  if (typeof value === 'number') return isCelInteger(schema, value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(schema?.items, item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, child]) => [
      schema?.properties && Object.hasOwn(schema.properties, field) ? escapeField(field) : field,
      celValue(schema && schemaOfField(schema, field), child),
    ]),
  );
}

function isCelInteger(schema: JSONSchemaProps | undefined, value: number): boolean {
  return Number.isInteger(value) && schema?.type !== 'number';
}

/** The words that cannot be names. */
export const celKeywords: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

function escapeField(field: string): string {
  if (celKeywords.has(field)) return `__${field}__`;
  return field
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
