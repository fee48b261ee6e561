import { required } from '../../../../structural-schema/field-error.js';
import { applyObject } from '../../apply/apply-object.js';
import { type PatchType, patchObject } from '../../operations/patch-object.js';
import type { Resource } from '../../resources/resource.js';
import { invalidObject, unsupportedMediaType } from '../../status-errors.js';
import { booleanParameter } from '../request/list-options.js';
import { mediaTypeOf, readBody } from '../request/read-body.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { writeOptions } from '../request/write-options.js';
import { objectResponse } from '../response/object-response.js';
import { withWarnings } from '../response/responses.js';

const patchTypes: Record<string, PatchType> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};
const applyType = 'application/apply-patch+yaml';

/** Custom resources have no Go type that says how lists merge. */
const acceptedTypes = ({ custom }: Resource): string =>
  [...Object.keys(patchTypes).filter((type) => !custom || patchTypes[type] !== 'strategic'), applyType].join(', ');

const managerMissing = () =>
  invalidObject({ kind: 'PatchOptions', group: 'meta.k8s.io' }, '', [
    required('fieldManager', 'is required for apply patch'),
  ]);

export async function patchRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info, query } = request;
  const mediaType = mediaTypeOf(request.request);
  const body = await readBody(request.request);
  const options = writeOptions(request.request, query);
  const part = info.subresource === 'status' ? 'status' : 'main';
  const target = { resource, ...info };
  if (mediaType === applyType) {
    if (!query.get('fieldManager')) throw managerMissing();
    const force = booleanParameter(query, 'force');
    const { object, created } = applyObject(services.cluster, target, body, { ...options, part, force });
    return withWarnings(objectResponse(request, object, created ? 201 : 200), options.warnings);
  }
  const type = patchTypes[mediaType];
  if (!type) throw unsupportedMediaType(acceptedTypes(resource));
  const patched = patchObject(services.cluster, target, type, body, { ...options, part });
  return withWarnings(objectResponse(request, patched), options.warnings);
}
