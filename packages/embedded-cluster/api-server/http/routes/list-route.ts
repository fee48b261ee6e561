import { forbidden } from '../../../../structural-schema/field-error.js';
import { listObjects } from '../../operations/list-objects.js';
import { badRequest, invalidObject } from '../../status-errors.js';
import { numberParameter, requireReached, selectionOf } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { requestedRenderer } from '../response/object-response.js';
import { jsonResponse } from '../response/responses.js';

/** A list, whole or page by page; all pages show the state at the time of the first. */
export function listRoute(request: ResourceRequest): Response {
  const { services, query, resource } = request;
  const { cluster, snapshots } = services;
  const limit = numberParameter(query, 'limit') ?? 0;
  const token = query.get('continue');
  checkVersion(request, token);
  const page = token
    ? snapshots.next(token, limit, cluster.store.resourceVersion())
    : snapshots.first(listObjects(cluster, resource, selectionOf(request)), cluster.store.resourceVersion(), limit);
  // Of a selection a real server does not know how much is left.
  const counted = query.get('labelSelector') || query.get('fieldSelector') ? { ...page, remaining: undefined } : page;
  return jsonResponse(requestedRenderer(request).list(counted));
}

const matchWithoutVersion = forbidden(
  'resourceVersionMatch',
  'resourceVersionMatch is forbidden unless resourceVersion is provided',
);

/** Any version up to the latest is answered from the latest, except an exact one that is no longer it. */
function checkVersion({ query, services, resource }: ResourceRequest, token: string | null): void {
  const wanted = numberParameter(query, 'resourceVersion') ?? 0;
  const match = query.get('resourceVersionMatch');
  const { store } = services.cluster;
  if (token && wanted > 0) throw badRequest('specifying resource version is not allowed when using continue');
  if (match && !query.get('resourceVersion') && !query.has('sendInitialEvents'))
    throw invalidObject({ kind: 'ListOptions', group: 'meta.k8s.io' }, '', [matchWithoutVersion]);
  requireReached(store, wanted);
  if (match === 'Exact') store.window(resource.storage).requireUnchangedSince(wanted);
}
