import { pods } from '../../../api/kinds/kubernetes.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import type { Place } from '../place.js';
import { containerStatuses, type Pod } from './objects.js';

/** Whether a container still runs, as far as the API server knows; false when that server does not answer. */
export async function isContainerRunning({ transport, namespace, pod, container }: Place): Promise<boolean> {
  const path = objectPath(pods, namespace, pod);
  try {
    const observed = await transport.request<Pod>({ method: 'GET', path, timeoutSeconds: 5 });
    return containerStatuses(observed).some(({ name, state }) => name === container && state?.running !== undefined);
  } catch {
    return false;
  }
}
