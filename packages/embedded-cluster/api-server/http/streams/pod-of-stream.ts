import type { ContainerName, PodName } from '../../../pod-streams.js';
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
export function containerOfStream(request: ResourceRequest): ContainerName {
  const pod = podOf(request);
  const container = chosenContainer(pod, request.query.get('container'));
  return { ...onItsNode(pod, request), container };
}

/** The Pod that a request for `portforward` means. @throws ApiError 404 without the Pod, 400 when it has no node */
export const podWithNode = (request: ResourceRequest): PodName => onItsNode(podOf(request), request);

const podOf = ({ services, resource, info }: ResourceRequest): ApiObject =>
  existing(services.cluster, { resource, ...info });

function onItsNode(pod: ApiObject, { info: { namespace, name } }: ResourceRequest): PodName {
  if (!fieldAt(pod, 'spec.nodeName')) throw badRequest(`pod ${name} does not have a host assigned`);
  return { namespace, pod: name };
}
