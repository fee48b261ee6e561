import { startApiServer } from '../../packages/embedded-cluster/index.js';
import { loadConnection } from '../../packages/kubernetes-client/connection/load-connection.js';
import { startControlPlane } from './control-plane.js';
import type { ServerUnderTest } from './server-under-test.js';

/**
 * The embedded server, and what the environment offers: an existing cluster (`USE_EXISTING_CLUSTER=true` with
 * `KUBECONFIG`), or the programs of a real API server (`KUBEBUILDER_ASSETS`). By name; never empty.
 *
 * @throws Error when the environment asks for an existing cluster without naming it
 */
export function serversOffered(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, () => Promise<ServerUnderTest>> {
  const { USE_EXISTING_CLUSTER: existing, KUBECONFIG: kubeconfig, KUBEBUILDER_ASSETS: assets } = env;
  if (existing === 'true' && !kubeconfig) {
    throw new Error('Cannot use an existing cluster: KUBECONFIG is not set; name its kubeconfig, never a default one');
  }
  return {
    'the embedded API server': startEmbedded,
    ...(existing === 'true' && { 'an existing cluster': () => useExisting(env) }),
    ...(existing !== 'true' && assets && { 'a real API server': () => startControlPlane(assets) }),
  };
}

async function startEmbedded(): Promise<ServerUnderTest> {
  const server = await startApiServer();
  const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
  const connection = { server: new URL(server.url), namespace: 'default', credentials: async () => credentials };
  return { connection, controller: connection, runsJobs: false, bookmarkSeconds: 1, stop: () => server.stop() };
}

async function useExisting(env: Readonly<Record<string, string | undefined>>): Promise<ServerUnderTest> {
  const connection = await loadConnection({ env });
  return { connection, controller: connection, runsJobs: true, bookmarkSeconds: 10, stop: async () => {} };
}
