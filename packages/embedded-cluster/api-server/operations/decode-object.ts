import { applyDefaults } from '../../../structural-schema/apply-defaults.js';
import { invalid } from '../../../structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../structural-schema/json-schema-props.js';
import { pruneUnknown } from '../../../structural-schema/prune-unknown.js';
import type { ApiError } from '../../api-error.js';
import type { ApiObject } from '../objects/api-object.js';
import { cloneJson } from '../objects/json-value.js';
import { builtinSchema } from '../resources/builtin-schema.js';
import { groupVersion, type Resource } from '../resources/resource.js';
import { badRequest, invalidObject, objectTooLarge } from '../status-errors.js';
import { goTypeError } from './go-type-error.js';
import { isCertainlyTooLarge } from './object-size.js';
import { withoutNulls } from './without-nulls.js';

export interface Decoded {
  readonly object: ApiObject;
  /** `unknown field "spec.foo"`; of a built-in kind in document order, of a custom resource sorted. */
  readonly unknown: readonly string[];
}

/**
 * Turns a body into an object of a resource: its kind is right, unknown fields are gone, defaults of a custom
 * resource's schema are there. The body itself is not changed.
 *
 * @throws ApiError 400 when it is not such an object, or a built-in kind's field has another type.
 */
export function decodeObject(resource: Resource, body: unknown): Decoded {
  if (!isJsonObject(body)) throw notThisKind(resource, noJson('unexpected end of JSON input'), body);
  checkKind(resource, body);
  const metadata = decodeMetadata(resource, body.metadata);
  const whole = resource.custom ? body : (withoutNulls(resource.schema, body) as JsonObject);
  const typed = { apiVersion: groupVersion(resource), kind: resource.kind, ...whole, metadata: metadata.value };
  const { value, unknown } = pruneUnknown(resource.schema, typed);
  if (!resource.custom) refuse(resource, goTypeError(resource.schema, value));
  const object = (resource.custom ? applyDefaults(resource.schema, value) : cloneJson(value)) as unknown;
  if (isCertainlyTooLarge(object)) throw objectTooLarge();
  return {
    object: object as ApiObject,
    unknown: inOrderOf(resource, [...metadata.unknown, ...unknown]).map((path) => `unknown field "${path}"`),
  };
}

const inOrderOf = ({ custom }: Resource, paths: readonly string[]): readonly string[] =>
  custom ? [...paths].sort() : paths;

/** Why a body whose JSON cannot be read is not even of some kind. */
export const noJson = (why: string): string => `couldn't get version/kind; json parse error: ${why}`;

/** 400 for a body that does not even say what it is. */
export function notThisKind({ kind }: Resource, why: string, body: unknown): ApiError {
  const text = body === undefined ? '<empty>' : typeof body === 'string' ? body : JSON.stringify(body);
  const summary = text.length > 50 ? `${text.slice(0, 50)} ...` : text;
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary})`);
}

/** A built-in kind need not be named where only one can be meant. */
function checkKind(resource: Resource, body: JsonObject): void {
  const wanted = groupVersion(resource);
  const { apiVersion = wanted, kind = resource.kind } = body;
  const missing = !body.kind ? 'Kind' : !body.apiVersion ? 'apiVersion' : undefined;
  if (missing && resource.custom)
    throw notThisKind(resource, `Object '${missing}' is missing in '${JSON.stringify(body)}'`, body);
  if (apiVersion !== wanted)
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
  if (kind === resource.kind) return;
  if (!resource.custom)
    throw badRequest(
      `${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${resource.version}.${kind}) to (${resource.group.split('.', 1)[0] || 'core'}.${resource.kind}): unknown conversion`,
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
