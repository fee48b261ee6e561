import { Reflector } from '../../packages/kubernetes-client/cache/reflector.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { Cluster } from './cluster.js';

/** Resolves when this very object is deleted, or `signal` aborts. Breaks of the connection do not end it; never throws. */
export async function untilDeleted(
  { transport }: Cluster,
  resource: Resource,
  { metadata: { name, namespace, uid } }: KubernetesObject,
  signal: AbortSignal,
): Promise<'deleted' | 'aborted'> {
  let seen = false;
  let reflector: Reflector<KubernetesObject> | undefined;
  try {
    return await new Promise((resolve) => {
      const abort = () => resolve('aborted');
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) return abort();
      reflector = new Reflector<KubernetesObject>({
        transport,
        resource,
        namespace,
        fieldSelector: `metadata.name=${name}`,
        project: (object) => object,
        onChange: ({ type, object }) => {
          if (object.metadata.uid !== uid) return;
          seen = true;
          if (type === 'deleted') resolve('deleted');
        },
      });
      reflector.start();
      void reflector.synced.then(() => seen || resolve('deleted'));
    });
  } finally {
    void reflector?.stop();
  }
}
