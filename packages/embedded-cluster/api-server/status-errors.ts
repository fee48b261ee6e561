import { type FieldError, formatFieldError, formatFieldErrorBody } from '../../structural-schema/field-error.js';
import { ApiError } from '../api-error.js';

/** What an error has to know of a resource: `jobs` of `batch`, whose kind is `Job`. */
export interface NamedResource {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** `jobs.batch`, or `pods` in the core group. */
export const qualified = (name: string, group: string): string => (group === '' ? name : `${name}.${group}`);

const detailsOf = ({ group, plural }: NamedResource, name: string) => ({ name, ...(group && { group }), kind: plural });

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message);

export const notFound = (resource: NamedResource, name: string): ApiError =>
  new ApiError(
    404,
    'NotFound',
    `${qualified(resource.plural, resource.group)} "${name}" not found`,
    detailsOf(resource, name),
  );

export const alreadyExists = (resource: NamedResource, name: string): ApiError =>
  new ApiError(
    409,
    'AlreadyExists',
    `${qualified(resource.plural, resource.group)} "${name}" already exists`,
    detailsOf(resource, name),
  );

export const conflict = (resource: NamedResource, name: string, why: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource.plural, resource.group)} "${name}": ${why}`,
    detailsOf(resource, name),
  );

export const modified = (resource: NamedResource, name: string): ApiError =>
  conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );

export const forbiddenRequest = (
  resource: NamedResource,
  name: string,
  why: string,
  causes?: readonly object[],
): ApiError =>
  new ApiError(403, 'Forbidden', `${qualified(resource.plural, resource.group)} "${name}" is forbidden: ${why}`, {
    ...detailsOf(resource, name),
    ...(causes && { causes }),
  });

const causeReasons: Record<FieldError['type'], string> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotSupported: 'FieldValueNotSupported',
  TypeInvalid: 'FieldValueTypeInvalid',
  TooLong: 'FieldValueTooLong',
  TooMany: 'FieldValueTooMany',
  Duplicate: 'FieldValueDuplicate',
  NotFound: 'FieldValueNotFound',
  Forbidden: 'FieldValueForbidden',
};

/** 422 with every problem, in the message and as causes. */
export function invalidObject(
  { kind, group }: Pick<NamedResource, 'kind' | 'group'>,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const messages = [...new Set(errors.map(formatFieldError))];
  const [only] = messages;
  const causes = errors.map((error) => ({
    reason: causeReasons[error.type],
    message: formatFieldErrorBody(error),
    field: error.path || '<nil>',
  }));
  return new ApiError(
    422,
    'Invalid',
    `${qualified(kind, group)} "${name}" is invalid: ${messages.length === 1 ? only : `[${messages.join(', ')}]`}`,
    { name, ...(group && { group }), ...(kind && { kind }), causes },
  );
}

/** 404 for a path that no route or resource serves. */
export const noSuchPath = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized');

export const unsupportedMediaType = (accepted: string): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );

export const notAcceptable = (accepted: string): ApiError =>
  new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${accepted}`);

export const requestTooLarge = (limitBytes: number): ApiError =>
  new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limitBytes}`);

export const tooManyOperations = (most: number, given: number): ApiError =>
  new ApiError(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: The allowed maximum operations in a JSON patch is ${most}, got ${given}`,
  );

/** 500 without a reason, as the real server has it. */
export const versionGiven = (): ApiError =>
  new ApiError(500, '', 'resourceVersion should not be set on objects to be created');

/** 500: the number of replicas of a custom resource that names none. */
export const fieldMissing = (path: string): ApiError =>
  new ApiError(500, 'InternalError', `Internal error occurred: the spec replicas field "${path}" does not exist`);

/** What etcd says of an object over its request limit. */
export const objectTooLarge = (): ApiError => new ApiError(500, '', 'etcdserver: request is too large');

/** 410: a watch from a version that has left the window. */
export const versionTooOld = (requested: number, oldest: number): ApiError =>
  new ApiError(410, 'Expired', `too old resource version: ${requested} (${oldest})`);

/** 410: a continue token whose list is no longer kept. */
export const continueExpired = (): ApiError =>
  new ApiError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  );

/** 504: a version this server has not reached. */
export const versionTooLarge = (requested: number, latest: number): ApiError =>
  new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${requested}, current: ${latest}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
