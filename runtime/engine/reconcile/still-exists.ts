import { resourceOf } from '../../../api/kinds/known-resources.js';
import { inParallel } from '../../../packages/kubernetes-client/in-parallel.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { isControlledBy } from '../../../packages/kubernetes-conventions/owner.js';
import { collectionPath, objectPath } from '../../../packages/kubernetes-conventions/resource.js';

const parallelism = 8;

/** Objects besides those that are seen, of one kind in the parent's namespace, whosever children they are. */
export interface Unseen {
  readonly apiVersion: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  /** uids of those that are seen. */
  readonly seen: readonly string[];
}

/**
 * Whether the API server has any of these after all, which a cache does not.
 *
 * @param missing of a child of the parent that was seen once, its kind and name are enough
 * @throws ApiError when the API server does not say
 */
export async function stillExists(
  transport: Transport,
  parent: KubernetesObject,
  missing: readonly (KubernetesObject | Unseen)[],
): Promise<boolean> {
  const answers = await inParallel(missing, parallelism, (each) =>
    'labels' in each ? areThere(transport, parent, each) : isThere(transport, parent, each),
  );
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

async function areThere(transport: Transport, { metadata }: KubernetesObject, unseen: Unseen): Promise<boolean> {
  const labelSelector = Object.entries(unseen.labels)
    .map((label) => label.join('='))
    .join(',');
  const path = collectionPath(resourceOf(unseen), metadata.namespace);
  const { items } = await transport.request<Listed>({ method: 'GET', path, query: { labelSelector } });
  return (items ?? []).some(({ metadata: { uid = '' } }) => !unseen.seen.includes(uid));
}

interface Listed {
  /** Go writes an empty list as null. */
  readonly items: readonly Identified[] | null;
}
