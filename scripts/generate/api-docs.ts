import type { Schema } from './expand-crd.js';

/** The reference page of one kind: a table row per field, in schema order. */
export function kindDocs(crd: Schema, schema: Schema): string {
  const { spec } = crd as { spec: { group: string; names: { kind: string; plural: string; shortNames: string[] } } };
  const { names, group } = spec;
  const head = [
    `## ${names.kind}`,
    '',
    `\`${names.plural}.${group}\`, short \`${names.shortNames.join('`, `')}\`. ${schema['description']}`,
    '',
    '| Field | Type | Default | What it is |',
    '| --- | --- | --- | --- |',
  ];
  const { properties } = schema as { properties: { [name: string]: Schema } };
  const parts = ['spec', 'status'].flatMap((part) => (properties[part] ? rows(part, properties[part]) : []));
  return [...head, ...parts, ''].join('\n');
}

function rows(path: string, schema: Schema): string[] {
  const own = `| \`${path}\` | ${typeOf(schema)} | ${defaultOf(schema)} | ${textOf(schema)} |`;
  return [own, ...childRows(path, schema)];
}

function childRows(path: string, schema: Schema): string[] {
  const { properties, required, items } = schema as {
    properties?: { [name: string]: Schema };
    required?: string[];
    items?: Schema;
  };
  if (items) return isScalar(items) ? [] : childRows(`${path}[]`, items);
  return Object.entries(properties ?? {}).flatMap(([name, child]) =>
    rows(`${path}.${name}`, required?.includes(name) ? { ...child, wanted: true } : child),
  );
}

const isScalar = (schema: Schema) => !schema['properties'] && !schema['items'];

function typeOf(schema: Schema): string {
  const { type, items, enum: values } = schema as { type?: string; items?: Schema; enum?: string[] };
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (schema['x-kubernetes-int-or-string']) return 'quantity';
  if (schema['additionalProperties']) return 'map';
  if (items) return `list of ${typeOf(items)}`;
  return schema['title'] && type === 'object' ? String(schema['title']) : (type ?? 'any');
}

function defaultOf(schema: Schema): string {
  if (schema['wanted']) return '**required**';
  const value = schema['x-default-text'] ?? schema['default'];
  return value === undefined
    ? ''
    : tableCell(typeof value === 'object' ? `\`${JSON.stringify(value)}\`` : String(value));
}

function textOf(schema: Schema): string {
  const { 'x-kubernetes-validations': rules, description } = schema as {
    'x-kubernetes-validations'?: { message: string }[];
    description?: string;
  };
  const wanted = (rules ?? []).map(({ message }) => `Rule: ${message}.`);
  return tableCell([description ?? '', ...wanted].join(' ').trim());
}

const tableCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
