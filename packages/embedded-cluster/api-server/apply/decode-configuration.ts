import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../../../structural-schema/json-schema-props.js';
import { pruneUnknown } from '../../../structural-schema/prune-unknown.js';
import { validateValue } from '../../../structural-schema/validate-value.js';
import { ApiError } from '../../api-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Target } from '../operations/cluster.js';
import { placeAt } from '../operations/go-type-error.js';
import { withoutNulls } from '../operations/without-nulls.js';
import { groupVersion } from '../resources/resource.js';
import { badRequest } from '../status-errors.js';
import { trackedSchema } from './tracked-schema.js';

/**
 * Reads an apply configuration: an object of the resource that names only what its owner wants. No defaults are added,
 * since who does not name a field does not own it.
 *
 * @throws ApiError 400 for another kind or name; 500 for fields the schema does not have, as the real server.
 */
export function decodeConfiguration({ resource, namespace, name }: Target, body: unknown): ApiObject {
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: the configuration is not an object');
  const { apiVersion, kind } = body;
  if (apiVersion !== groupVersion(resource) || kind !== resource.kind)
    throw badRequest(`invalid object type: ${groupVersionText(apiVersion)}, Kind=${kind ?? ''}`);
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name && metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  const placed = { ...metadata, name, ...(namespace && { namespace }) };
  const configuration = withoutNulls(resource.schema, { ...body, metadata: placed }) as ApiObject;
  checkFields({ resource, namespace: String(metadata.namespace ?? ''), name }, configuration);
  return configuration;
}

/** What the merge would not understand: fields the schema has not, and values of another type. */
function checkFields({ resource, namespace, name }: Target, configuration: ApiObject): void {
  const unknown = pruneUnknown(resource.schema, configuration).unknown.map(
    (path) => `.${path}: field not declared in schema`,
  );
  const wrong = validateValue(trackedSchema(resource), configuration, '')
    .filter(({ type }) => type === 'TypeInvalid')
    .map(({ path }) => typeProblem(resource, configuration, path));
  const problems = [...unknown, ...wrong, ...keylessItems(trackedSchema(resource), configuration, '')];
  if (problems.length === 0) return;
  const what = `${namespace}/${name}; ${groupVersion(resource)}, Kind=${resource.kind}`;
  const why = problems.length === 1 ? problems[0] : `errors:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  throw new ApiError(500, '', `failed to create typed patch object (${what}): ${why}`);
}

/** In the words of structured-merge-diff. */
const expectations: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'numeric (int or float)',
  number: 'numeric (int or float)',
  array: 'list',
  object: 'map',
};

function typeProblem(resource: Target['resource'], configuration: ApiObject, path: string): string {
  const { want, found } = placeAt(trackedSchema(resource), configuration, path);
  const expected = expectations[want?.type ?? ''] ?? 'scalar';
  const shown = typeof found === 'string' ? found : JSON.stringify(found);
  const got = expected.startsWith('numeric') ? goTypeOf(found) : `&value.valueUnstructured{Value:${shown}}`;
  return `.${path}: expected ${expected}, got ${got}`;
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Items of a list with keys that have none of them: nobody could say whose they are. */
function keylessItems(schema: JSONSchemaProps | undefined, value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => keylessItem(schema, item, index, path));
  if (!isJsonObject(value) || !schema) return [];
  return Object.entries(value).flatMap(([field, child]) =>
    keylessItems(schemaOfField(schema, field), child, `${path}.${field}`),
  );
}

function keylessItem(schema: JSONSchemaProps | undefined, item: unknown, index: number, path: string): string[] {
  const keys = schema?.['x-kubernetes-list-map-keys'] ?? [];
  const hasKey = (key: string) =>
    (isJsonObject(item) && key in item) || schema?.items?.properties?.[key]?.default !== undefined;
  if (keys.length === 0 || keys.some(hasKey)) return keylessItems(schema?.items, item, `${path}[${index}]`);
  const why = `associative list with keys has an element that omits all key fields ${JSON.stringify(keys)}`;
  return [`${path}: element ${index}: ${why} (and doesn't have default values for any key fields)`];
}

/** `group/version`; the core group is empty. */
const groupVersionText = (apiVersion: unknown): string =>
  typeof apiVersion === 'string' ? (apiVersion.includes('/') ? apiVersion : `/${apiVersion}`) : '/';
