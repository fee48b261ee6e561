import { notAllowed, requestAttributes } from '../../authorization.js';
import { badRequest } from '../../status-errors.js';
import type { Upgrade } from '../handler.js';
import { type RequestInfo, requestInfo } from '../request/request-info.js';
import type { ResourceRequest, Services } from '../request/resource-request.js';
import { containerOfStream, podWithNode } from './pod-of-stream.js';
import { portForwardRoute } from './port-forward-route.js';
import { attachRoute, execRoute } from './process-routes.js';

type StreamRoute = (request: ResourceRequest) => Response | Upgrade;

/** By subresource of a Pod. */
const streamRoutes: Record<string, StreamRoute> = {
  attach: attachRoute,
  exec: execRoute,
  portforward: portForwardRoute,
};

/**
 * Answers a request to change the protocol, if it is for a stream of a Pod; undefined for all others.
 *
 * @throws ApiError, which the caller turns into a Status.
 */
export function routeStream(request: Request, url: URL, services: Services): Response | Upgrade | undefined {
  const info = requestInfo(url.pathname);
  const resource = info && services.cluster.registry.find(info.group, info.version, info.plural);
  if (!info || info.name === '' || resource?.storage !== 'pods') return undefined;
  const isStreamed = request.method === 'GET' || request.method === 'POST';
  const route = isStreamed ? streamRoutes[info.subresource] : undefined;
  if (route) assertAllowed(request.method, info, services);
  return route?.({ request, query: url.searchParams, info, resource, services });
}

/**
 * Who opens a WebSocket sends GET and needs `get` for that, and `create` too, so that a right to read is no right to run.
 *
 * @throws ApiError 403
 * @source kubernetes 1.35: AuthorizePodWebsocketUpgradeCreatePermission
 */
function assertAllowed(method: string, info: RequestInfo, { authorize }: Services): void {
  const attributes = requestAttributes(method, new URLSearchParams(), info);
  const needed = [attributes, { ...attributes, verb: 'create' }];
  const missing = authorize && needed.find((one) => !authorize(one));
  if (missing) throw notAllowed(missing);
}

/** The answer to a request for a stream that does not ask for another protocol. @throws ApiError always */
export function upgradeRequired(request: ResourceRequest): Response {
  if (request.info.subresource === 'portforward') podWithNode(request);
  else containerOfStream(request);
  throw badRequest('Upgrade request required');
}
