import type { ApiRequest } from '../../packages/kubernetes-client/transport/api-request.js';
import type { ApiStream } from '../../packages/kubernetes-client/transport/api-stream.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { OwnerReference } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** A request as RBAC sees it. */
export interface Right {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource, such as `batchruns/status`. */
  readonly resource: string;
  /** Set if the request names an object; a creation does not. */
  readonly name?: string | undefined;
}

/** Records each request and sends it. */
export class RecordingTransport extends Transport {
  readonly rights: Right[] = [];

  override request<T>(request: ApiRequest): Promise<T> {
    this.rights.push(...rightOf(request), ...ownersRights(request.body));
    return super.request<T>(request);
  }

  override stream(request: Pick<ApiRequest, 'path' | 'query' | 'signal' | 'timeoutSeconds'>): Promise<ApiStream> {
    this.rights.push(...rightOf({ ...request, method: 'GET' }));
    return super.stream(request);
  }
}

interface Owned {
  readonly metadata?: { readonly ownerReferences?: readonly OwnerReference[] };
}

/**
 * What the admission plugin OwnerReferencesPermissionEnforcement requires in addition: a client that sets
 * blockOwnerDeletion needs the right to update the finalizers of the owner.
 */
function ownersRights(body: unknown): Right[] {
  const { metadata: { ownerReferences = [] } = {} } = (body ?? {}) as Owned;
  const blocking = ownerReferences.filter(({ blockOwnerDeletion }) => blockOwnerDeletion);
  return blocking.map(({ apiVersion, kind }) => ({
    verb: 'update',
    apiGroup: apiVersion.split('/')[0] ?? '',
    resource: `${kind.toLowerCase()}s/finalizers`,
  }));
}

const path =
  /^\/(?:api|apis\/(?<apiGroup>[^/]+))\/v[^/]+(?:\/namespaces\/[^/]+)?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+)(?<subresource>\/[^/]+)?)?$/;

/** Empty for paths that are not resources, such as /version. */
export function rightOf(request: Pick<ApiRequest, 'method' | 'path' | 'query'>): Right[] {
  const { apiGroup = '', plural, name, subresource = '' } = path.exec(request.path)?.groups ?? {};
  if (plural === undefined) return [];
  const read = request.query?.['watch'] ? 'watch' : name ? 'get' : 'list';
  const verbs = { GET: read, POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
  return [{ verb: verbs[request.method], apiGroup, resource: plural + subresource, name }];
}
