import { isJsonObject } from '../../../api/schema/json-schema-props.js';
import { pruneUnknown } from '../../../api/schema/prune-unknown.js';
import { validateValue } from '../../../api/schema/validate-value.js';
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
    throw badRequest(`invalid object type: ${apiVersion}, Kind=${kind}`);
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name && metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  const placed = { ...metadata, name, ...(namespace && { namespace }) };
  const configuration = withoutNulls(resource.schema, { ...body, metadata: placed }) as ApiObject;
  checkFields({ resource, namespace, name }, configuration);
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
  const problems = [...unknown, ...wrong];
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
  return `.${path}: expected ${expected}, got &value.valueUnstructured{Value:${shown}}`;
}
