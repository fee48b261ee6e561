import { badRequest } from '../../status-errors.js';

/** What a path under `/api` or `/apis` is about, as `RequestInfo` of k8s.io/apiserver. */
export interface RequestInfo {
  readonly group: string;
  readonly version: string;
  /** Empty: cluster-scoped, or all namespaces. */
  readonly namespace: string;
  readonly plural: string;
  /** Empty: the collection. */
  readonly name: string;
  /** `status`, `log`, `scale`, `eviction`, or empty. */
  readonly subresource: string;
}

/**
 * Reads a path such as `/apis/batch/v1/namespaces/default/jobs/a/status`; undefined for paths of another shape.
 *
 * @throws ApiError 400 for a percent sign that encodes nothing
 */
export function requestInfo(path: string): RequestInfo | undefined {
  const [prefix, ...parts] = path.split('/').filter(Boolean).map(decoded);
  const group = prefix === 'api' ? '' : prefix === 'apis' ? parts.shift() : undefined;
  const version = parts.shift();
  if (group === undefined || version === undefined) return undefined;
  const namespace = takeNamespace(parts);
  const [plural, name = '', ...rest] = parts;
  if (plural === undefined || rest.length > 1) return undefined;
  return { group, version, namespace, plural, name, subresource: rest[0] ?? '' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid URL escape in ${JSON.stringify(part)}`);
  }
}

const subresourcesOfNamespaces = new Set(['status', 'finalize']);

/** `namespaces/x/...` is a scope, unless it is the namespace itself that is meant. */
function takeNamespace(parts: string[]): string {
  const [first, namespace, plural] = parts;
  const scopes = first === 'namespaces' && namespace !== undefined && plural !== undefined;
  if (!scopes || subresourcesOfNamespaces.has(plural)) return '';
  parts.splice(0, 2);
  return namespace;
}
