import { existing } from '../../operations/update-object.js';
import { numberParameter, requireReached } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { objectResponse } from '../response/object-response.js';

export function getRoute(request: ResourceRequest): Response {
  const { services, resource, info, query } = request;
  requireReached(services.cluster.store, numberParameter(query, 'resourceVersion') ?? 0);
  return objectResponse(request, existing(services.cluster, { resource, ...info }));
}
