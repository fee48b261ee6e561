import type { ApiObject } from '../../objects/api-object.js';
import { deleteObject } from '../../operations/delete-object.js';
import { listObjects } from '../../operations/list-objects.js';
import type { Resource } from '../../resources/resource.js';
import { methodNotAllowed } from '../../status-errors.js';
import { deleteOptions } from '../request/delete-options.js';
import { selectionOf } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { objectResponse, requestedRenderer } from '../response/object-response.js';
import { jsonResponse, withWarnings } from '../response/responses.js';

export async function deleteRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource, info } = request;
  const { warnings, ...options } = await deleteOptions(request);
  const { object, gone } = deleteObject(services.cluster, { resource, ...info }, options);
  const response =
    gone && resource.storage !== 'pods' ? jsonResponse(success(resource, object)) : objectResponse(request, object);
  return withWarnings(response, warnings);
}

const success = ({ group, plural }: Resource, { metadata }: ApiObject) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { name: metadata.name, ...(group && { group }), kind: plural, uid: metadata.uid },
});

/** Deletes everything selected. Services and namespaces have to be deleted one by one, as on a real server. */
export async function deleteCollectionRoute(request: ResourceRequest): Promise<Response> {
  const { services, resource } = request;
  const { cluster } = services;
  if (resource.storage === 'namespaces' || resource.storage === 'services') throw methodNotAllowed();
  const { warnings, ...options } = await deleteOptions(request);
  const selected = listObjects(cluster, resource, selectionOf(request));
  for (const { metadata } of selected)
    deleteObject(cluster, { resource, namespace: metadata.namespace ?? '', name: metadata.name }, options);
  const page = { objects: selected, version: cluster.store.resourceVersion(), remaining: 0 };
  return withWarnings(jsonResponse(requestedRenderer(request).list(page)), warnings);
}
