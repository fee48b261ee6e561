import type { ContainerName } from '../../../pod-streams.js';
import type { ApiObject } from '../../objects/api-object.js';
import { chosenContainer } from '../../objects/chosen-container.js';
import { existing } from '../../operations/update-object.js';
import { fieldAt } from '../../selectors/field-path.js';
import { badRequest } from '../../status-errors.js';
import type { ResourceRequest } from '../request/resource-request.js';

/**
 * The container that a request for `exec` or `attach` means.
 *
 * @throws ApiError 404 without the Pod, 400 when the container is not clear or the Pod has no node
 * @source kubernetes: streamLocation in pkg/registry/core/pod
 */
export function podOfStream(request: ResourceRequest): ContainerName {
  const pod = existing(request.services.cluster, { resource: request.resource, ...request.info });
  const container = chosenContainer(pod, request.query.get('container'));
  assertHasNode(pod);
  return { namespace: request.info.namespace, pod: request.info.name, container };
}

function assertHasNode(pod: ApiObject): void {
  if (!fieldAt(pod, 'spec.nodeName')) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
}
