import { resourceOf } from '../../api/kinds/known-resources.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { isOffloaded, type Offloaded } from './offload.js';

/** Objects that something is planned from, by role; undefined where there is none. */
type Objects = Readonly<Record<string, (KubernetesObject & Offloaded) | undefined>>;

/**
 * The same objects, whole: those of which only a part is kept are read from the API server. Undefined when one of them is
 * another version there than the one that the cache shows, whose watch will bring it.
 *
 * @throws ApiError when the API server does not say
 */
export async function loadTemplate<O extends { [Role in keyof O]: Objects[string] }>(
  transport: Pick<Transport, 'request'>,
  objects: O,
): Promise<O | undefined> {
  const loaded: Record<string, KubernetesObject | undefined> = { ...objects };
  for (const [role, object] of Object.entries<Objects[string]>(objects)) {
    if (!object || !isOffloaded(object)) continue;
    const whole = await read(transport, object);
    if (!whole || !isSameVersion(whole, object)) return undefined;
    loaded[role] = whole;
  }
  return loaded as O;
}

async function read(
  transport: Pick<Transport, 'request'>,
  object: KubernetesObject,
): Promise<KubernetesObject | undefined> {
  const path = objectPath(resourceOf(object), object.metadata.namespace ?? '', object.metadata.name);
  try {
    return await transport.request<KubernetesObject>({ method: 'GET', path });
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** The generation changes with the specification alone. */
const isSameVersion = ({ metadata }: KubernetesObject, { metadata: kept }: KubernetesObject): boolean =>
  metadata.uid === kept.uid && metadata.generation === kept.generation;
