import type { Delta } from '../../packages/kubernetes-client/cache/held-objects.js';
import { isLowerVersion } from '../../packages/kubernetes-client/cache/resource-version.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/**
 * The status that a run had before its API server was restored from a backup: what it tells of was created once, although
 * the server knows neither of it nor of the status. Undefined for any other news.
 */
export function lostStatus<Run extends KubernetesObject & { readonly status?: object }>(
  delta: Delta<Run>,
): Run['status'] | undefined {
  if (delta.type !== 'updated') return undefined;
  const { object, previous } = delta;
  return isLowerVersion(object.metadata.resourceVersion, previous.metadata.resourceVersion)
    ? previous.status
    : undefined;
}
