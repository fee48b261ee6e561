import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as clientNode from '@kubernetes/client-node';
import { listMergeKeys } from './list-merge-keys.js';

/** One attribute of a client-node model class. */
interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

type Schema = Record<string, unknown>;

const roots = [
  'V1Namespace V1Pod V1ConfigMap V1Secret CoreV1Event V1ServiceAccount V1Service V1PersistentVolumeClaim V1Node',
  'V1Job V1Deployment V1ReplicaSet V1Scale V1Lease V1Role V1RoleBinding V1ClusterRole V1ClusterRoleBinding',
  'V1CustomResourceDefinition V1NetworkPolicy V1PodDisruptionBudget EventsV1Event',
  'V1SelfSubjectAccessReview V1SelfSubjectRulesReview V1SubjectAccessReview V1LocalSubjectAccessReview',
  'V1SelfSubjectReview',
].flatMap((line) => line.split(' '));

/** Maps whose values are quantities: `cpu: 1` equals `cpu: "1"`. */
const quantityMaps = new Set(['limits', 'requests', 'capacity', 'allocatable', 'allocatedResources', 'overhead']);
const quantities = new Set(['sizeLimit', 'divisor']);
const intOrString = { 'x-kubernetes-int-or-string': true };
const quantity = { ...intOrString, format: 'quantity' };
const anything = { 'x-kubernetes-preserve-unknown-fields': true };

const prefix = 'io.k8s.';

/** `V1PodSpec` -> `io.k8s.PodSpec`: kubectl explain prints the part after the last dot. */
export const definitionName = (model: string): string =>
  `${prefix}${model.replace(/^(Core|Events)?V1(?=[A-Z])/, '$1')}`;

function scalarSchema(type: string, format: string): Schema | undefined {
  switch (type) {
    case 'string':
      return format && format !== 'int-or-string' ? { type, format } : { type };
    case 'number':
      return format === 'double' ? { type: 'number', format } : { type: 'integer', ...(format ? { format } : {}) };
    case 'boolean':
      return { type };
    case 'Date':
    case 'V1MicroTime':
      return { type: 'string', format: 'date-time' };
    case 'IntOrString':
      return intOrString;
    case 'any':
    case 'object':
      return anything;
  }
}

function typeSchema(type: string, format: string, reach: (model: string) => void): Schema {
  const scalar = scalarSchema(type, format);
  if (scalar) return scalar;
  const list = /^Array<(.*)>$/.exec(type);
  if (list?.[1]) return { type: 'array', items: typeSchema(list[1], format, reach) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map?.[1]) return { type: 'object', additionalProperties: typeSchema(map[1], format, reach) };
  reach(type);
  return { $ref: `#/definitions/${definitionName(type)}` };
}

function attributeSchema(attribute: Attribute, reach: (model: string) => void): Schema {
  const { baseName, type, format } = attribute;
  if (quantityMaps.has(baseName) && type.startsWith('{')) return { type: 'object', additionalProperties: quantity };
  if (quantities.has(baseName)) return quantity;
  return typeSchema(type, format, reach);
}

/** Descriptions and required attributes, which only the declarations have. */
function declarations(model: string): {
  description: string;
  fields: Map<string, { description: string; optional: boolean }>;
} {
  const entry = import.meta.resolve('@kubernetes/client-node');
  const text = readFileSync(fileURLToPath(new URL(`./gen/models/${model}.d.ts`, entry)), 'utf8');
  const comment = (raw = ''): string =>
    raw
      .replace(/^\s*\* ?/gm, '')
      .replaceAll('\\', '')
      .trim();
  const fields = new Map<string, { description: string; optional: boolean }>();
  for (const [, raw, name, optional] of text.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?'([^']+)'(\?)?:/g))
    if (name) fields.set(name, { description: comment(raw), optional: optional === '?' });
  const head = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/.exec(text);
  return { description: comment(head?.[1]), fields };
}

function attributesOf(model: string): readonly Attribute[] {
  const type: unknown = Reflect.get(clientNode, model);
  if (typeof type !== 'function') throw new Error(`@kubernetes/client-node has no model ${model}`);
  return Reflect.get(type, 'attributeTypeMap') as readonly Attribute[];
}

function modelSchema(model: string, reach: (model: string) => void): Schema {
  const { description, fields } = declarations(model);
  const name = definitionName(model).slice(prefix.length);
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const attribute of attributesOf(model)) {
    const declared = fields.get(attribute.baseName.replace(/^\$/, ''));
    properties[attribute.baseName] = {
      ...(declared?.description ? { description: declared.description } : {}),
      ...attributeSchema(attribute, reach),
      ...listMergeKeys[`${name}.${attribute.baseName}`],
    };
    if (declared && !declared.optional) required.push(attribute.baseName);
  }
  return {
    description,
    type: 'object',
    ...listMergeKeys[name],
    ...(required.length > 0 ? { required } : {}),
    properties,
  };
}

/** Every definition that the kinds of the embedded API server reference, sorted by name. */
export function builtinDefinitions(): Record<string, Schema> {
  const found = new Map<string, Schema>();
  const waiting = [...roots];
  for (let model = waiting.pop(); model !== undefined; model = waiting.pop())
    if (!found.has(definitionName(model)))
      found.set(
        definitionName(model),
        modelSchema(model, (next) => waiting.push(next)),
      );
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The generated module: one definition per line, for readable diffs. */
export function builtinSchemasModule(): string {
  const lines = Object.entries(builtinDefinitions()).map(
    ([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(schema)},`,
  );
  return [
    '// Generated by scripts/generate/builtin-schemas.ts from @kubernetes/client-node. Do not edit.',
    "import type { SchemaDefinition } from '../api-server/resources/schema-definition.js';",
    '',
    'export const builtinSchemas: Readonly<Record<string, SchemaDefinition>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** Writes `packages/embedded-cluster/generated/builtin-schemas.ts` below `root`. */
export function generateBuiltinSchemas(root: string): void {
  writeFileSync(`${root}/packages/embedded-cluster/generated/builtin-schemas.ts`, builtinSchemasModule());
}
