import { ApiError } from '../api-error.js';
import type { RequestInfo } from './http/request/request-info.js';
import { forbiddenRequest, qualified } from './status-errors.js';

/** What a request is about, in the words of a rule of RBAC. */
export interface RequestAttributes {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection` */
  readonly verb: string;
  /** Empty: the core group. */
  readonly group: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  /** Empty: cluster-scoped, or all namespaces. */
  readonly namespace: string;
  /** Empty: the collection. */
  readonly name: string;
}

/** Decides what the one user is allowed to do. */
export type Authorize = (attributes: RequestAttributes) => boolean;

export const userName = 'embedded-cluster-admin';

const verbs: Readonly<Record<string, { readonly object: string; readonly collection: string }>> = {
  GET: { object: 'get', collection: 'list' },
  POST: { object: 'create', collection: 'create' },
  PUT: { object: 'update', collection: 'update' },
  PATCH: { object: 'patch', collection: 'patch' },
  DELETE: { object: 'delete', collection: 'deletecollection' },
};

/** @source k8s.io/apiserver: pkg/endpoints/request/requestinfo.go */
export function requestAttributes(method: string, query: URLSearchParams, info: RequestInfo): RequestAttributes {
  const { group, plural, subresource, namespace, name } = info;
  const isWatch = method === 'GET' && /^(true|1)$/.test(query.get('watch') ?? '');
  const verb = isWatch ? 'watch' : (verbs[method]?.[name === '' ? 'collection' : 'object'] ?? method.toLowerCase());
  return { verb, group, resource: subresource ? `${plural}/${subresource}` : plural, namespace, name };
}

/** 403, in the words of RBAC. */
export function notAllowed({ verb, group, resource, namespace, name }: RequestAttributes): ApiError {
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const [plural = ''] = resource.split('/');
  const why = `User "${userName}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  if (name) return forbiddenRequest({ group, plural, kind: plural }, name, why);
  const details = { ...(group && { group }), kind: plural };
  return new ApiError(403, 'Forbidden', `${qualified(plural, group)} is forbidden: ${why}`, details);
}
