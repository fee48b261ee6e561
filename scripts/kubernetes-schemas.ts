import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/*
 * Writes `packages/kubernetes-schemas/generated/types.ts` from the OpenAPI definitions of each Kubernetes version:
 *
 *   node build/scripts/kubernetes-schemas.js <definitions> <tekton>
 *
 * <definitions> is the folder `kubernetes-schemas/` of https://github.com/cdk8s-team/cdk8s, <tekton> one with Tekton's
 * CustomResourceDefinitions. It is not part of `npm run generate`, since the definitions have 11 MB; run it when a version
 * is added.
 */
const firstMinor = 28;
const lastMinor = 36;

interface Definition {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly additionalProperties?: Definition;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

interface Seen {
  /** Of the newest version that has it. */
  readonly type: string;
  readonly since: number;
  readonly until: number;
}

type Fields = Map<string, Seen>;

const anything = '*';

/** Types that Kubernetes reads as it likes, whatever their definition says. */
const special: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'q',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': anything,
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': anything,
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 's',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 's',
};

const shortName = (definition: string): string => definition.replace(/^io\.k8s\.(api\.|.*\.apis\.)/, '');

function typeOf({ $ref, type, items, additionalProperties, properties }: Definition): string {
  if ($ref) {
    const name = $ref.replace('#/definitions/', '');
    return special[name] ?? shortName(name);
  }
  if (type === 'array') return `[]${items ? typeOf(items) : anything}`;
  if (additionalProperties) return `{}${typeOf(additionalProperties)}`;
  if (properties) throw new Error('A type within a type has no name');
  const scalars: Readonly<Record<string, string>> = { string: 's', integer: 'i', number: 'n', boolean: 'b' };
  return scalars[type ?? ''] ?? anything;
}

const see = (seen: Map<string, Seen>, name: string, type: string, minor: number): unknown =>
  seen.set(name, { type, since: seen.get(name)?.since ?? minor, until: minor });

const types = new Map<string, Fields>();
const kinds = new Map<string, Seen>();

function addVersion(definitions: Readonly<Record<string, Definition>>, minor: number): void {
  for (const [name, definition] of Object.entries(definitions)) {
    const known = definition['x-kubernetes-group-version-kind'] ?? [];
    const isKind = !name.includes('.meta.v1.') && !name.endsWith('List');
    for (const { group, version, kind } of isKind ? known : []) {
      see(kinds, `${group ? `${group}/` : ''}${version}/${kind}`, shortName(name), minor);
    }
    if (!definition.properties) continue;
    const fields = types.get(shortName(name)) ?? new Map<string, Seen>();
    types.set(shortName(name), fields);
    for (const [field, child] of Object.entries(definition.properties)) {
      // What all kinds have is checked elsewhere, and a status is not written.
      const isOfAll = isKind && known.length > 0 && ['apiVersion', 'kind', 'metadata', 'status'].includes(field);
      see(fields, field, isOfAll ? anything : typeOf(child), minor);
    }
  }
}

/** Types that no kind reaches are left out. */
function reachable(): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...kinds.values()].map(({ type }) => type);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || !types.has(name)) continue;
    found.add(name);
    for (const { type } of types.get(name)?.values() ?? []) waiting.push(type.replace(/^(\[\]|\{\})+/, ''));
  }
  return found;
}

interface Span {
  readonly since: number;
  readonly until: number;
}

/** Empty where it is that of what is around. */
function span({ since, until }: Span, around: Span = { since: firstMinor, until: lastMinor }): string {
  if (since === around.since && until === around.until) return '';
  return until < lastMinor ? `@${since}-${until}` : `@${since}`;
}

const spanOf = (fields: readonly Seen[]): Span => ({
  since: Math.min(...fields.map(({ since }) => since)),
  until: Math.max(...fields.map(({ until }) => until)),
});

/** A type whose definition names no fields takes any value, such as a default in a CustomResourceDefinition. */
const known = (type: string): string => type.replace(/[^[\]{}]{2,}$/, (name) => (types.has(name) ? name : anything));

/** A kind says when it exists; its fields say so only when they came later or went earlier. */
function typeLines(): string[] {
  const names = [...reachable()].sort();
  return names.map((name) => {
    const fields = [...(types.get(name) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const around = spanOf(fields.map(([, seen]) => seen));
    return [name, ...fields.map(([field, seen]) => `${field}:${known(seen.type)}${span(seen, around)}`)].join(' ');
  });
}

const kindLines = (): string[] =>
  [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, seen]) => `${kind} ${seen.type}${span(seen)}`);

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Names of Tekton's types by their fields, so that equal types are written once. */
const tektonNames = new Map<string, string>();

function tektonType(schema: Schema): string {
  const { type, properties, items, additionalProperties } = schema;
  if (schema['x-kubernetes-preserve-unknown-fields']) return anything;
  if (schema['x-kubernetes-int-or-string']) return 'q';
  if (type === 'array') return `[]${items ? tektonType(items) : anything}`;
  if (properties) return tektonObject(properties);
  if (typeof additionalProperties === 'object') return `{}${tektonType(additionalProperties)}`;
  const scalars: Readonly<Record<string, string>> = { string: 's', integer: 'i', number: 'n', boolean: 'b' };
  return scalars[type ?? ''] ?? anything;
}

function tektonObject(properties: Readonly<Record<string, Schema>>): string {
  const fields = Object.keys(properties).sort();
  const text = fields.map((field) => `${field}:${tektonType(properties[field] ?? {})}`).join(' ');
  const name = tektonNames.get(text) ?? `tekton.${tektonNames.size}`;
  tektonNames.set(text, name);
  return name;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

function tektonKindLines(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const { spec } = load(readFileSync(join(folder, file), 'utf8')) as Crd;
      return spec.versions.map(({ name, schema }) => {
        const { properties = {} } = schema.openAPIV3Schema;
        const open = Object.keys(properties).filter((field) => field !== 'spec');
        const kept = { ...Object.fromEntries(open.map((field) => [field, {}])), spec: properties.spec ?? {} };
        return `${spec.group}/${name}/${spec.names.kind} ${tektonObject(kept)}`;
      });
    });
}

const [, , folder = '.', tekton = 'imports/crds/tekton.dev'] = process.argv;
for (let minor = firstMinor; minor <= lastMinor; minor += 1) {
  const text = readFileSync(join(folder, `v1.${minor}.0`, '_definitions.json'), 'utf8');
  addVersion((JSON.parse(text) as { definitions: Record<string, Definition> }).definitions, minor);
}
const allKinds = [...kindLines(), ...tektonKindLines(tekton)];
const allTypes = [...typeLines(), ...[...tektonNames].map(([text, name]) => `${name} ${text}`)];
const module = [
  "// Generated by scripts/kubernetes-schemas.ts from the Kubernetes project's OpenAPI definitions and Tekton's CRDs. Do not edit.",
  '',
  '/** The minor versions of Kubernetes 1 whose fields are known, first and last. */',
  `export const knownMinors = [${firstMinor}, ${lastMinor}] as const;`,
  '',
  '/** `group/version/kind type@since-until`. A text, since parsing these as code or JSON would cost each start milliseconds. */',
  `export const kindLines = \`\n${allKinds.join('\n')}\n\`;`,
  '',
  '/** `type field:type@since-until ...`: s string, i integer, n number, b boolean, q quantity or int-or-string, [] list, {} map. */',
  `export const typeLines = \`\n${allTypes.join('\n')}\n\`;`,
  '',
].join('\n');
writeFileSync('packages/kubernetes-schemas/generated/types.ts', module);
