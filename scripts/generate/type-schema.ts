import type { Schema } from './expand-crd.js';

/** Schema keywords that do not affect types, or that json-schema-to-typescript interprets differently. */
const dropped = /^(x-|pattern$|min|max|default$|format$|anyOf$|oneOf$)/;

/** Keeps object identity, so that a shared fragment becomes one interface. */
const seen = new Map<unknown, unknown>();

/** Converts a CRD schema to a JSON Schema whose TypeScript types match what the API server accepts. */
export function typeSchema(node: unknown): unknown {
  if (node === null || typeof node !== 'object') return node;
  if (!seen.has(node)) seen.set(node, convert(node as Schema));
  return seen.get(node);
}

function convert(schema: Schema): Schema {
  const description = describe(schema);
  if (schema['x-kubernetes-int-or-string']) return { description, tsType: 'number | string' };
  if (schema['enum'] && !schema['type']) return { description, enum: schema['enum'] };
  if (schema['x-kubernetes-preserve-unknown-fields']) return { description, tsType: 'Record<string, unknown>' };
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !dropped.test(key)));
  const { properties, items, additionalProperties } = schema as { [key: string]: Schema | undefined };
  return {
    ...kept,
    ...(description ? { description } : {}),
    ...(properties ? { properties: convertAll(properties), additionalProperties: false } : {}),
    ...(items ? { items: typeSchema(items) } : {}),
    ...(additionalProperties ? { additionalProperties: typeSchema(additionalProperties) } : {}),
  };
}

function convertAll(properties: Schema): Schema {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, typeSchema(schema)]));
}

function describe(schema: Schema): string {
  const fallback = schema['x-default-text'] ?? schema['default'];
  const text = typeof fallback === 'object' ? JSON.stringify(fallback) : fallback;
  return [schema['description'], text === undefined ? '' : `@default ${text}`].filter(Boolean).join('\n');
}

/** The root of a kind: fixed `apiVersion` and `kind`, our `ObjectMeta`. */
export function kindSchema(schema: Schema, apiVersion: string, kind: string): Schema {
  const root = typeSchema(schema) as Schema & { properties: Schema; required?: readonly string[] };
  const properties = {
    ...root.properties,
    apiVersion: { const: apiVersion },
    kind: { const: kind },
    metadata: { tsType: 'ObjectMeta' },
  };
  return { ...root, properties, required: ['apiVersion', 'kind', 'metadata', ...(root.required ?? [])] };
}
