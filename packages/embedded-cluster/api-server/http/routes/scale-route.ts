import { isJsonObject } from '../../../../structural-schema/json-schema-props.js';
import { type ApiObject, draftOf } from '../../objects/api-object.js';
import { existing, replace } from '../../operations/update-object.js';
import { mergePatch } from '../../patch/merge-patch.js';
import type { Resource } from '../../resources/resource.js';
import { fieldAt } from '../../selectors/field-path.js';
import { badRequest, fieldMissing, modified, noSuchPath } from '../../status-errors.js';
import { readBody } from '../request/read-body.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { writeOptions } from '../request/write-options.js';
import { jsonResponse } from '../response/responses.js';

/** `autoscaling/v1` Scale: how many replicas an object wants and has. */
export async function scaleRoute({ request, query, info, resource, services }: ResourceRequest): Promise<Response> {
  const target = { resource, ...info };
  const old = existing(services.cluster, target);
  if (request.method === 'GET') {
    const { specReplicasPath = '' } = resource.scale ?? {};
    if (fieldAt(old, specReplicasPath) === undefined) throw fieldMissing(specReplicasPath);
    return jsonResponse(scaleOf(resource, old));
  }
  const body = await readBody(request);
  const wanted = request.method === 'PATCH' ? mergePatch(scaleOf(resource, old), body) : body;
  const version = fieldAt(wanted, 'metadata.resourceVersion');
  if (version && version !== old.metadata.resourceVersion) throw modified(resource, info.name);
  const draft = withReplicas(resource, draftOf(old), fieldAt(wanted, 'spec.replicas') ?? 0);
  const stored = replace(services.cluster, target, draft, old, { ...writeOptions(request, query), part: 'main' });
  return jsonResponse(scaleOf(resource, stored));
}

function scaleOf({ scale }: Resource, object: ApiObject): object {
  if (!scale) throw noSuchPath();
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = scale.labelSelectorPath && fieldAt(object, scale.labelSelectorPath);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: fieldAt(object, scale.specReplicasPath) ?? 0 },
    status: {
      replicas: fieldAt(object, scale.statusReplicasPath) ?? 0,
      ...(typeof selector === 'string' && { selector }),
    },
  };
}

function withReplicas({ scale }: Resource, draft: ApiObject, replicas: unknown): ApiObject {
  if (!Number.isInteger(replicas)) throw badRequest('spec.replicas must be a whole number');
  const fields = scale?.specReplicasPath.split('.').filter(Boolean) ?? [];
  const last = fields.pop() ?? '';
  let parent: Record<string, unknown> = draft;
  for (const field of fields) {
    const child = isJsonObject(parent[field]) ? { ...parent[field] } : {};
    parent[field] = child;
    parent = child;
  }
  parent[last] = replicas;
  return draft;
}
