import { applyDefaults } from '../../../api/schema/apply-defaults.js';
import { invalid } from '../../../api/schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../api/schema/json-schema-props.js';
import { pruneUnknown } from '../../../api/schema/prune-unknown.js';
import type { ApiObject } from '../objects/api-object.js';
import { cloneJson } from '../objects/json-value.js';
import { builtinSchema } from '../resources/builtin-schema.js';
import { groupVersion, type Resource } from '../resources/resource.js';
import { badRequest, invalidObject } from '../status-errors.js';
import { goTypeError } from './go-type-error.js';
import { withoutNulls } from './without-nulls.js';

export interface Decoded {
  readonly object: ApiObject;
  /** `unknown field "spec.foo"`, in document order. */
  readonly unknown: readonly string[];
}

/**
 * Turns a body into an object of a resource: its kind is right, unknown fields are gone, defaults of a custom
 * resource's schema are there. The body itself is not changed.
 *
 * @throws ApiError 400 when it is not such an object, or a built-in kind's field has another type.
 */
export function decodeObject(resource: Resource, body: unknown): Decoded {
  if (!isJsonObject(body)) throw badRequest('the object provided is unrecognized (must be of type Object)');
  checkKind(resource, body);
  const metadata = decodeMetadata(resource, body.metadata);
  const whole = resource.custom ? body : (withoutNulls(resource.schema, body) as JsonObject);
  const { value, unknown } = pruneUnknown(resource.schema, { ...whole, metadata: metadata.value });
  if (!resource.custom) refuse(resource, goTypeError(resource.schema, value));
  const object = (resource.custom ? applyDefaults(resource.schema, value) : cloneJson(value)) as unknown;
  return {
    object: object as ApiObject,
    unknown: [...metadata.unknown, ...unknown].map((path) => `unknown field "${path}"`),
  };
}

function checkKind(resource: Resource, body: JsonObject): void {
  const { apiVersion, kind } = body;
  const wanted = groupVersion(resource);
  const missing = !kind ? 'Kind' : !apiVersion ? 'apiVersion' : undefined;
  if (missing) {
    const text = JSON.stringify(body);
    const why = `Object '${missing}' is missing in '${text}' (${text.slice(0, 32)} ...)`;
    throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): ${why}`);
  }
  if (apiVersion !== wanted)
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
  if (kind === resource.kind) return;
  if (!resource.custom)
    throw badRequest(
      `${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (v1.${kind}) to (v1.${resource.kind}): unknown conversion`,
    );
  const name = isJsonObject(body.metadata) ? String(body.metadata.name ?? '') : '';
  throw invalidObject({ kind: String(kind), group: resource.group }, name, [
    invalid('kind', kind, `must be ${resource.kind}`),
  ]);
}

function decodeMetadata(resource: Resource, metadata: unknown): { value: JsonObject; unknown: string[] } {
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata))
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: metadata must be an object`,
    );
  const schema = builtinSchema('ObjectMeta');
  const { value, unknown } = pruneUnknown(schema, withoutNulls(schema, metadata ?? {}) as JsonObject);
  refuse(resource, goTypeError(schema, value, 'metadata'));
  return { value, unknown: unknown.map((path) => `metadata.${path}`) };
}

function refuse({ kind, version }: Resource, problem: string | undefined): void {
  if (problem) throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${problem}`);
}
