import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { isApiError } from './api-error.js';
import { inParallel } from './in-parallel.js';
import { isControlledBy } from './owner.js';
import { objectPath, resourceOf } from './resource.js';
import type { Transport } from './transport.js';

const parallelism = 8;

/**
 * Whether the API server still has any of these children of the parent, which a cache does not.
 *
 * @param missing of a child that was seen once, its kind and name are enough
 * @throws ApiError when the API server does not say
 */
export async function stillExists(
  transport: Transport,
  parent: KubernetesObject,
  missing: readonly KubernetesObject[],
): Promise<boolean> {
  const answers = await inParallel(missing, parallelism, (child) => isThere(transport, parent, child));
  return answers.includes(true);
}

async function isThere(transport: Transport, parent: KubernetesObject, child: KubernetesObject): Promise<boolean> {
  const path = objectPath(resourceOf(child), parent.metadata.namespace ?? '', child.metadata.name);
  try {
    const found = await transport.request<KubernetesObject>({ method: 'GET', path });
    return isControlledBy(found, parent.metadata.uid ?? '');
  } catch (error) {
    if (isApiError(error, 'NotFound')) return false;
    throw error;
  }
}
