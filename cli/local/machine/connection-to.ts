import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';

/** How the embedded API server is reached. */
export interface LocalServer {
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
}

/** The cluster's own token, straight from its process: no kubeconfig to parse. */
export const connectionTo = ({ url, token, caPem }: LocalServer): Connection => ({
  server: new URL(url),
  namespace: 'default',
  credentials: async () => ({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } }),
});
