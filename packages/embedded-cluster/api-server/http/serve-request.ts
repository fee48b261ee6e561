import { timingSafeEqual } from 'node:crypto';
import { tokenKeySet } from '../../node/volumes/service-account-token.js';
import { routeDiscovery } from '../discovery/discovery-routes.js';
import { routeOpenApi } from '../openapi/openapi-routes.js';
import { serverVersion } from '../server-version.js';
import { unauthorized } from '../status-errors.js';
import type { Handler, UpgradeHandler } from './handler.js';
import type { Services } from './request/resource-request.js';
import { errorResponse, jsonResponse } from './response/responses.js';
import { routeResource } from './routes/resource-routes.js';
import { routeStream } from './streams/stream-routes.js';

const healthPaths = new Set(['/healthz', '/readyz', '/livez']);

/** The whole API server as one function. Everything but health and version needs the bearer token. */
export function createHandler(services: Services, token: string): Handler {
  return async (request) => {
    try {
      return await answer(request, new URL(request.url), services, token);
    } catch (error) {
      return errorResponse(error);
    }
  };
}

/** Requests to change the protocol: those for streams of Pods may, all others are answered as if they had not asked. */
export function createUpgradeHandler(services: Services, token: string): UpgradeHandler {
  const handler = createHandler(services, token);
  return async (request) => {
    try {
      const stream = isAuthorized(request, token) && routeStream(request, new URL(request.url), services);
      return stream || (await handler(request));
    } catch (error) {
      return errorResponse(error);
    }
  };
}

async function answer(request: Request, url: URL, services: Services, token: string): Promise<Response> {
  if (healthPaths.has(url.pathname)) return new Response('ok');
  if (url.pathname === '/version') return jsonResponse(serverVersion);
  if (!isAuthorized(request, token)) throw unauthorized();
  if (url.pathname === '/openid/v1/jwks') return jsonResponse(tokenKeySet());
  const { registry } = services.cluster;
  return (
    routeDiscovery(request, url, registry) ??
    routeOpenApi(request, url, registry) ??
    (await routeResource(request, url, services))
  );
}

function isAuthorized(request: Request, token: string): boolean {
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
