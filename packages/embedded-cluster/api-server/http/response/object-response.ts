import type { ApiObject } from '../../objects/api-object.js';
import type { IncludeObject } from '../../table/table.js';
import { renderingOf } from '../request/negotiate.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { type Renderer, rendererOf } from './render.js';
import { jsonResponse } from './responses.js';

/** In the form the client's `Accept` asks for. @throws ApiError 406 */
export function requestedRenderer({ request, query, resource, services }: ResourceRequest): Renderer {
  const include = (query.get('includeObject') ?? 'Metadata') as IncludeObject;
  return rendererOf(resource, renderingOf(request.headers.get('accept')), include, () => services.cluster.now());
}

export function objectResponse(request: ResourceRequest, object: ApiObject, code = 200): Response {
  return jsonResponse(requestedRenderer(request).one(object), code);
}
