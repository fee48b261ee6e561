import { existsSync } from 'node:fs';
import { systemClock } from '../../runtime/engine/clock.js';
import type { Connection } from '../../runtime/engine/connection.js';
import { inClusterConnection } from '../../runtime/engine/in-cluster.js';
import { rereadAtMostEvery10s } from '../../runtime/engine/reread.js';
import { chooseContext } from './choose-context.js';
import { credentialsOf } from './credentials.js';
import { execCredential } from './exec-plugin.js';
import type { ChosenContext } from './kubeconfig.js';
import { PluginMemory } from './plugin-memory.js';
import { kubeconfigFiles, readKubeconfig } from './read-kubeconfig.js';

export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Impersonate this user. */
  readonly as?: string;
}

/** Whom we talk to, in the words of the kubeconfig. */
export interface NamedConnection extends Connection {
  readonly context: string;
}

/**
 * The connection kubectl would make: by a kubeconfig, or inside a Pod without one by its service account. Read here and
 * not by `runtime/engine/kubeconfig.ts`: loading the Kubernetes client takes longer than all else a command does.
 *
 * @throws UserError that says what is missing or wrong, credentials included
 */
export async function connect(options: ConnectOptions, env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const connection = await (isInPod(options, env) ? podConnection(env) : kubeconfigConnection(options, env));
  const { as: user } = options;
  if (user === undefined) return connection;
  const credentials: Connection['credentials'] = async (how) => {
    const { headers, tls } = await connection.credentials(how);
    return { headers: { ...headers, 'impersonate-user': user }, tls };
  };
  return { ...connection, credentials };
}

const isInPod = ({ kubeconfig }: ConnectOptions, env: NodeJS.ProcessEnv): boolean =>
  env['KUBERNETES_SERVICE_HOST'] !== undefined && !kubeconfigFiles(kubeconfig, env).some(existsSync);

async function podConnection(env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = env;
  return { ...(await inClusterConnection({ host, port })), context: 'in-cluster' };
}

async function kubeconfigConnection(options: ConnectOptions, env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const context = chooseContext(readKubeconfig(options.kubeconfig, env), options.context);
  const memory = new PluginMemory(systemClock);
  const read = (refresh: boolean) =>
    credentialsOf(context, (plugin) => memory.get(refresh, () => execCredential(plugin, context, env)));
  const credentials = rereadAtMostEvery10s(read, systemClock);
  await credentials();
  return { server: serverOf(context), namespace: context.namespace, context: context.name, credentials };
}

const serverOf = ({ cluster }: ChosenContext): URL => new URL(cluster.server);
