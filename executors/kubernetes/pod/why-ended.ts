import { pods } from '../../../api/kinds/kubernetes.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import type { Place } from '../place.js';
import { containerStatuses, type Pod } from './objects.js';

/** Exit codes of a program that a signal ended: SIGKILL and SIGTERM, which a container gets when it stops. */
const codesOfStop: ReadonlySet<number> = new Set([137, 143]);

/** That the Pod or its container went with the task, where it did; undefined when it did not, or nobody answers. */
export async function whyEnded(place: Place, exitCode: number): Promise<string | undefined> {
  if (!codesOfStop.has(exitCode)) return undefined;
  const { transport, namespace, pod, container } = place;
  try {
    const path = objectPath(pods, namespace, pod);
    return whyStopped(await transport.request<Pod>({ method: 'GET', path, timeoutSeconds: 5 }), container);
  } catch (error) {
    return isApiError(error, 'NotFound') ? `Pod ${pod} was deleted` : undefined;
  }
}

/** Pure. */
export function whyStopped(pod: Pod, container: string): string | undefined {
  const { name, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return `Pod ${name} is being deleted`;
  const status = containerStatuses(pod).find((one) => one.name === container);
  if (status === undefined || status.state?.running !== undefined) return undefined;
  return `container ${container} of Pod ${name} does not run any more`;
}
