import { createObject } from '../operations/create-object.js';
import { objectResponse } from './object-response.js';
import { readBody } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';
import { withWarnings } from './responses.js';
import { writeOptions } from './write-options.js';

export async function createRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info, query } = request;
  const body = await readBody(request.request, resource);
  const options = writeOptions(request.request, query);
  const created = createObject(services.cluster, resource, info.namespace, body, options);
  return withWarnings(objectResponse(request, created, 201), options.warnings);
}
