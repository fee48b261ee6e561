import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { Connection } from './connection.js';
import { inClusterConnection } from './in-cluster.js';

/** What the flags and the environment say about the API server. */
export interface LoadConnectionOptions {
  /** A file; overrides `KUBECONFIG`, the service account and `~/.kube/config`, tried in this order. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/**
 * Finds the API server as controller-runtime does. Only a kubeconfig loads what reads YAML, so a Pod never does.
 *
 * @throws Error that names the file, context or variable that is missing or wrong
 */
export async function loadConnection(options: LoadConnectionOptions = {}): Promise<Connection> {
  const { kubeconfig, context, env = process.env, clock = systemClock } = options;
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!kubeconfig && !env['KUBECONFIG'] && host) return inClusterConnection({ host, port, clock });
  const { kubeconfigFiles } = await import('./kubeconfig/read-kubeconfig.js');
  const { kubeconfigConnection } = await import('./kubeconfig/kubeconfig-connection.js');
  return kubeconfigConnection({ files: kubeconfigFiles(kubeconfig, env), context, env, clock });
}
