import type { Schema } from './expand-crd.js';

type Properties = { readonly [name: string]: Schema };

/** The reference page: a section per kind, then a section per type that they use. */
export function apiDocs(kinds: readonly { readonly crd: Schema; readonly schema: Schema }[]): string {
  const types = new Map<string, Schema>();
  const sections = kinds.map(({ crd, schema }) => kindSection(crd, schema, types));
  const shared = [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, schema]) => typeSection(title, schema, types));
  return [intro, ...sections, '## Types\n', ...shared].join('\n');
}

const intro = `# API reference

Generated from \`api/crds/\` by \`npm run generate\`. \`kubectl explain batch.spec\` tells the same.
`;

function kindSection(crd: Schema, schema: Schema, types: Map<string, Schema>): string {
  const { spec } = crd as { spec: { group: string; names: { kind: string; plural: string; shortNames?: string[] } } };
  const { kind, plural, shortNames = [] } = spec.names;
  const names = [`\`${plural}.${spec.group}\``, ...shortNames.map((name) => `\`${name}\``)].join(', ');
  const { properties } = schema as { properties: Properties };
  const parts = ['spec', 'status'].flatMap((part) => {
    const own = properties[part];
    return own ? [`### ${kind} ${part}\n`, ...descriptionOf(own), table(own, types)] : [];
  });
  return [`## ${kind}\n`, `${names}. ${schema['description']}\n`, ...parts].join('\n');
}

/** The table of a schema, then a section per type that it uses. */
export function schemaTables(schema: Schema): string {
  const types = new Map<string, Schema>();
  const own = table(schema, types);
  return [own, ...[...types].map(([title, type]) => typeSection(title, type, types))].join('\n');
}

const typeSection = (title: string, schema: Schema, types: Map<string, Schema>): string =>
  [`### ${title}\n`, ...descriptionOf(schema), table(schema, types)].join('\n');

function descriptionOf(schema: Schema): string[] {
  const text = textOf(schema);
  return text ? [`${text}\n`] : [];
}

function table(schema: Schema, types: Map<string, Schema>): string {
  const { properties = {}, required = [] } = schema as { properties?: Properties; required?: string[] };
  const rows = Object.entries(properties).map(([name, child]) => {
    collect(child, types);
    return `| \`${name}\` | ${typeOf(child)} | ${defaultOf(child, required.includes(name))} | ${textOf(child)} |`;
  });
  return ['| Field | Type | Default | What it is |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** Collects the titled objects below a field, depth first; each gets a section. */
function collect(schema: Schema, types: Map<string, Schema>): void {
  const { title, properties, items, additionalProperties } = schema as {
    title?: string;
    properties?: Properties;
    items?: Schema;
    additionalProperties?: Schema;
  };
  if (items) collect(items, types);
  if (additionalProperties) collect(additionalProperties, types);
  if (!properties || !title || types.has(title)) return;
  types.set(title, schema);
  for (const child of Object.values(properties)) collect(child, types);
}

function typeOf(schema: Schema): string {
  const {
    type,
    items,
    title,
    properties,
    enum: values,
  } = schema as {
    type?: string;
    items?: Schema;
    title?: string;
    properties?: Properties;
    enum?: string[];
  };
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (schema['x-kubernetes-int-or-string']) return 'quantity';
  if (schema['additionalProperties']) return mapOf(schema['additionalProperties'] as Schema);
  if (items) return `list of ${typeOf(items)}`;
  return title && properties ? `[${title}](#${title.toLowerCase()})` : (type ?? 'any');
}

function mapOf(values: Schema): string {
  return values['properties'] ? `map of ${typeOf(values)}` : 'map';
}

function defaultOf(schema: Schema, isRequired: boolean): string {
  if (isRequired) return '**required**';
  const value = schema['x-default-text'] ?? schema['default'];
  if (value === undefined) return '';
  return tableCell(typeof value === 'object' ? `\`${JSON.stringify(value)}\`` : String(value));
}

/** The description, then the messages of the field's CEL rules. */
function textOf(schema: Schema): string {
  const { 'x-kubernetes-validations': rules = [], description = '' } = schema as {
    'x-kubernetes-validations'?: { message: string }[];
    description?: string;
  };
  return tableCell([description, ...rules.map(({ message }) => `Rule: ${message}.`)].join(' ').trim());
}

const tableCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
