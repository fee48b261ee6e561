import { notAllowed, requestAttributes } from '../../authorization.js';
import type { Resource } from '../../resources/resource.js';
import { methodNotAllowed, noSuchPath, notFound } from '../../status-errors.js';
import { type RequestInfo, requestInfo } from '../request/request-info.js';
import type { ResourceRequest, Services } from '../request/resource-request.js';
import { upgradeRequired } from '../streams/stream-routes.js';
import { createRoute } from './create-route.js';
import { deleteCollectionRoute, deleteRoute } from './delete-route.js';
import { evictionRoute } from './eviction-route.js';
import { getRoute } from './get-route.js';
import { listRoute } from './list-route.js';
import { patchRoute } from './patch-route.js';
import { podLogRoute } from './pod-log-route.js';
import { isReview, reviewRoute } from './review-route.js';
import { scaleRoute } from './scale-route.js';
import { updateRoute } from './update-route.js';
import { isWatch, watchRoute } from './watch-route.js';

type Route = (request: ResourceRequest) => Promise<Response> | Response;

const collectionRoutes: Record<string, Route> = {
  GET: (request) => (isWatch(request) ? watchRoute(request) : listRoute(request)),
  POST: createRoute,
  DELETE: deleteCollectionRoute,
};
const objectRoutes: Record<string, Route> = {
  GET: (request) => (isWatch(request) ? watchRoute(request) : getRoute(request)),
  PUT: updateRoute,
  PATCH: patchRoute,
  DELETE: deleteRoute,
};
const statusRoutes: Record<string, Route> = { GET: getRoute, PUT: updateRoute, PATCH: patchRoute };
const scaleRoutes: Record<string, Route> = { GET: scaleRoute, PUT: scaleRoute, PATCH: scaleRoute };
/** By subresource. */
const podRoutes: Record<string, Record<string, Route>> = {
  log: { GET: podLogRoute },
  eviction: { POST: evictionRoute },
  attach: { GET: upgradeRequired, POST: upgradeRequired },
  exec: { GET: upgradeRequired, POST: upgradeRequired },
  portforward: { GET: upgradeRequired, POST: upgradeRequired },
};

/**
 * Answers everything below `/api/v1` and `/apis/<group>/<version>` that names a resource.
 *
 * @throws ApiError, which the caller turns into a Status.
 */
export async function routeResource(request: Request, url: URL, services: Services): Promise<Response> {
  const info = requestInfo(url.pathname);
  if (!info) throw noSuchPath();
  assertAllowed(request.method, url.searchParams, info, services);
  const review = reviewRoute(request, info, services.authorize);
  if (review) return review;
  const resource = services.cluster.registry.find(info.group, info.version, info.plural);
  if (!resource) throw noSuchPath();
  const route = routesFor(resource, info)[request.method];
  if (!route) throw methodNotAllowed();
  return route({ request, query: url.searchParams, info, resource, services });
}

/** Reviews are open to everybody. @throws ApiError 403 */
function assertAllowed(method: string, query: URLSearchParams, info: RequestInfo, { authorize }: Services): void {
  if (!authorize || isReview(info)) return;
  const attributes = requestAttributes(method, query, info);
  if (!authorize(attributes)) throw notAllowed(attributes);
}

function routesFor(resource: Resource, { name, subresource }: RequestInfo): Record<string, Route> {
  if (name === '') return collectionRoutes;
  switch (subresource) {
    case '':
      return objectRoutes;
    case 'status':
      if (resource.hasStatus) return statusRoutes;
      break;
    case 'scale':
      if (resource.scale) return scaleRoutes;
      break;
    default:
      if (resource.storage === 'pods' && podRoutes[subresource]) return podRoutes[subresource];
  }
  throw resource.custom ? notFound(resource, name) : noSuchPath();
}
