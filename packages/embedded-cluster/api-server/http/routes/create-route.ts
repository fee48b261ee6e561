import { createObject } from '../../operations/create-object.js';
import { readBody } from '../request/read-body.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { writeOptions } from '../request/write-options.js';
import { objectResponse } from '../response/object-response.js';
import { withWarnings } from '../response/responses.js';

export async function createRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info, query } = request;
  const body = await readBody(request.request, resource);
  const options = writeOptions(request.request, query);
  const created = createObject(services.cluster, resource, info.namespace, body, options);
  return withWarnings(objectResponse(request, created, 201), options.warnings);
}
