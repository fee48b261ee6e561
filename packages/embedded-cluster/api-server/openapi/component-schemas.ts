import { builtinSchemas } from '../../generated/builtin-schemas.js';
import type { Resource } from '../resources/resource.js';
import { definitionOfRef } from '../resources/schema-definition.js';

type Schema = Record<string, unknown>;

/** `com.example.v1.Widget`: what kubectl explain prints is the part after the last dot. */
export function definitionNameOf({ custom, group, version, kind, storage }: Resource): string {
  if (!custom) return `io.k8s.${storage === 'events' ? 'CoreEvent' : kind}`;
  return [...group.split('.').reverse(), version, kind].join('.');
}

const metadataDescription =
  "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
const metadataRef = { $ref: '#/definitions/io.k8s.ObjectMeta' };

/** The definitions of these resources and all they refer to, each kind marked with its group, version and kind. */
export function definitionsOf(resources: readonly Resource[]): Record<string, Schema> {
  const found = new Map<string, Schema>();
  for (const resource of resources) {
    const { group, version, kind } = resource;
    const name = definitionNameOf(resource);
    const schema = resource.custom ? customSchema(resource) : (builtinSchemas[name] as Schema);
    found.set(name, { ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind }] });
    addReferenced(schema, found);
  }
  return Object.fromEntries(found);
}

/** The fields every kind has are described as those of any built-in kind. */
function customSchema({ schema }: Resource): Schema {
  const { apiVersion, kind } = (builtinSchemas['io.k8s.Job'] as { properties: Schema }).properties;
  const metadata = { description: metadataDescription, ...metadataRef };
  return { ...schema, properties: { ...schema.properties, apiVersion, kind, metadata } };
}

function addReferenced(value: unknown, found: Map<string, Schema>): void {
  if (Array.isArray(value)) for (const item of value) addReferenced(item, found);
  if (typeof value !== 'object' || value === null) return;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string') addDefinition(definitionOfRef($ref), found);
  for (const child of Object.values(value)) addReferenced(child, found);
}

function addDefinition(name: string, found: Map<string, Schema>): void {
  const definition = builtinSchemas[name] as Schema | undefined;
  if (!definition || found.has(name)) return;
  found.set(name, definition);
  addReferenced(definition, found);
}

/** A document's definitions for OpenAPI 3, which keeps them elsewhere and has no int-or-string of its own. */
export function asComponents(definitions: Record<string, Schema>): Record<string, Schema> {
  return JSON.parse(JSON.stringify(definitions).replaceAll('"#/definitions/', '"#/components/schemas/')) as Record<
    string,
    Schema
  >;
}
