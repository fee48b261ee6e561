import { existing } from '../operations/update-object.js';
import { numberParameter, requireReached } from './list-options.js';
import { objectResponse } from './object-response.js';
import type { ResourceRequest } from './resource-request.js';

export function getRoute(request: ResourceRequest): Response {
  const { services, resource, info, query } = request;
  requireReached(services.cluster.store, numberParameter(query, 'resourceVersion') ?? 0);
  return objectResponse(request, existing(services.cluster, { resource, ...info }));
}
