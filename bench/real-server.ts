import { join } from 'node:path';
import { writeKubeconfig } from '../packages/embedded-cluster/index.js';
import type { Connection } from '../packages/kubernetes-client/connection/connection.js';
import { loadConnection } from '../packages/kubernetes-client/connection/load-connection.js';
import { createApiClient } from '../test/contract/api-client.js';
import { startControlPlane } from '../test/contract/control-plane.js';
import { installDefinitions } from '../test/contract/definitions.js';

/** A real API server for load tests. */
export interface RealServer {
  readonly connection: Connection;
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/**
 * Starts only etcd and kube-apiserver of KUBEBUILDER_ASSETS, with our definitions; or uses the cluster
 * of KUBECONFIG, which must have them.
 *
 * @param folder where the kubeconfig is written
 */
export async function startRealServer(folder: string): Promise<RealServer> {
  const { KUBEBUILDER_ASSETS: assets, KUBECONFIG: kubeconfig } = process.env;
  if (assets) return startOwn(assets, join(folder, 'kubeconfig'));
  if (!kubeconfig) {
    throw new Error(
      'Cannot measure: name a folder with etcd and kube-apiserver in KUBEBUILDER_ASSETS, or a cluster that may be loaded in KUBECONFIG',
    );
  }
  return { connection: await loadConnection({ kubeconfig }), kubeconfig, stop: async () => {} };
}

async function startOwn(assets: string, kubeconfig: string): Promise<RealServer> {
  const { connection, stop } = await startControlPlane(assets);
  const client = createApiClient(connection);
  await installDefinitions(client);
  client.close();
  const { headers, tls } = await connection.credentials();
  const token = String(headers['authorization'] ?? '').replace('Bearer ', '');
  writeKubeconfig(kubeconfig, { url: connection.server.href, caPem: String(tls.ca), token });
  return { connection, kubeconfig, stop };
}
