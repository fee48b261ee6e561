import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import type { ApiObject } from '../objects/api-object.js';
import { requireVersion, updateObject } from '../operations/update-object.js';
import { objectResponse } from './object-response.js';
import { readBody } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';
import { withWarnings } from './responses.js';
import { writeOptions } from './write-options.js';

export async function updateRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info, query } = request;
  const body = await readBody(request.request, resource);
  if (isJsonObject(body)) requireVersion(resource, body as ApiObject);
  const options = writeOptions(request.request, query);
  const part = info.subresource === 'status' ? 'status' : 'main';
  const updated = updateObject(services.cluster, { resource, ...info }, body, { ...options, part });
  return withWarnings(objectResponse(request, updated), options.warnings);
}
