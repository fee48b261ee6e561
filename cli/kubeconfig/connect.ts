import { existsSync } from 'node:fs';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { inClusterConnection } from '../../packages/kubernetes-client/connection/in-cluster.js';
import {
  kubeconfigConnection,
  type NamedConnection,
} from '../../packages/kubernetes-client/connection/kubeconfig/kubeconfig-connection.js';
import { KubeconfigError } from '../../packages/kubernetes-client/connection/kubeconfig/kubeconfig-error.js';
import { kubeconfigFiles } from '../../packages/kubernetes-client/connection/kubeconfig/read-kubeconfig.js';
import { UserError } from '../errors/user-error.js';

export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Impersonate this user. */
  readonly as?: string;
}

/**
 * The connection kubectl would make: by a kubeconfig, or inside a Pod without one by its service account.
 *
 * @throws UserError that says what is missing or wrong, credentials included
 */
export async function connect(options: ConnectOptions, env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const files = kubeconfigFiles(options.kubeconfig, env);
  const isInPod = env['KUBERNETES_SERVICE_HOST'] !== undefined && !files.some(existsSync);
  if (isInPod) return podConnection(options.as, env);
  const { context, as } = options;
  try {
    return await kubeconfigConnection({ files, context, as, env });
  } catch (error) {
    throw error instanceof KubeconfigError ? new UserError(error.message, error.hints, { cause: error }) : error;
  }
}

async function podConnection(as: string | undefined, env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = env;
  const connection = { ...(await inClusterConnection({ host, port })), context: 'in-cluster' };
  if (as === undefined) return connection;
  const credentials: Connection['credentials'] = async (how) => {
    const { headers, tls } = await connection.credentials(how);
    return { headers: { ...headers, 'impersonate-user': as }, tls };
  };
  return { ...connection, credentials };
}
