import { isJsonObject } from '../../../../structural-schema/json-schema-props.js';
import type { ApiObject } from '../../objects/api-object.js';
import { requireVersion, updateObject } from '../../operations/update-object.js';
import { readBody } from '../request/read-body.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { writeOptions } from '../request/write-options.js';
import { objectResponse } from '../response/object-response.js';
import { withWarnings } from '../response/responses.js';

export async function updateRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info, query } = request;
  const body = await readBody(request.request, resource);
  if (isJsonObject(body)) requireVersion(resource, body as ApiObject);
  const options = writeOptions(request.request, query);
  const part = info.subresource === 'status' ? 'status' : 'main';
  const updated = updateObject(services.cluster, { resource, ...info }, body, { ...options, part });
  return withWarnings(objectResponse(request, updated), options.warnings);
}
