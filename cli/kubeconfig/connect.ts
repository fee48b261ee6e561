import { systemClock } from '../../runtime/engine/clock.js';
import type { Connection } from '../../runtime/engine/connection.js';
import { rereadAtMostEvery10s } from '../../runtime/engine/reread.js';
import { chooseContext } from './choose-context.js';
import { credentialsOf } from './credentials.js';
import { readKubeconfig } from './read-kubeconfig.js';

export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly as?: string;
}

/** Whom we talk to, in the words of the kubeconfig. */
export interface NamedConnection extends Connection {
  readonly context: string;
}

/**
 * The connection kubectl would make. Read here and not by `runtime/engine/kubeconfig.ts`: loading the Kubernetes client
 * takes longer than everything else a command does.
 *
 * @throws UserError that says what is missing or wrong, credentials included
 */
export async function connect(options: ConnectOptions, env: NodeJS.ProcessEnv): Promise<NamedConnection> {
  const context = chooseContext(readKubeconfig(options.kubeconfig, env), options.context);
  const impersonation = options.as ? { 'impersonate-user': options.as } : {};
  const credentials = rereadAtMostEvery10s(async () => {
    const { headers, tls } = await credentialsOf(context, env);
    return { headers: { ...headers, ...impersonation }, tls };
  }, systemClock);
  await credentials();
  return { server: new URL(context.cluster.server), namespace: context.namespace, context: context.name, credentials };
}
