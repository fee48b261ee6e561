import { existing } from '../operations/update-object.js';
import { objectResponse } from './object-response.js';
import type { ResourceRequest } from './resource-request.js';

export function getRoute(request: ResourceRequest): Response {
  const { services, resource, info } = request;
  return objectResponse(request, existing(services.cluster, { resource, ...info }));
}
