import { pods } from '../../../api/kinds/kubernetes.js';
import type { LocalCluster } from '../../../packages/embedded-cluster/index.js';
import { namespace } from '../../../packages/embedded-cluster/test/tekton/tekton-cluster.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';

/** All that a container has printed, as `kubectl logs` asks for it. */
export async function readContainerLog(
  { server: { url, token, caPem } }: LocalCluster,
  pod: string,
  container: string,
): Promise<string> {
  const credentials = async () => ({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } });
  const transport = new Transport({ server: new URL(url), namespace, credentials });
  try {
    const path = objectPath(pods, namespace, pod, 'log');
    return await transport.request<string>({ method: 'GET', path, query: { container } });
  } finally {
    transport.close();
  }
}
