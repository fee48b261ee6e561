import type { ChosenContext, ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig.js';
import { KubeconfigError } from './kubeconfig-error.js';

/** The context named by `--context`, else the current one. @throws KubeconfigError that names what is missing or not supported */
export function chooseContext(config: Kubeconfig, flag: string | undefined): ChosenContext {
  const name = flag ?? config['current-context'];
  const names = (config.contexts ?? []).map((context) => context.name);
  if (!name) {
    throw new KubeconfigError('Cannot choose a cluster: the kubeconfig has no current context', [
      `give --context; there are: ${names.join(', ') || 'none'}`,
    ]);
  }
  const context = config.contexts?.find((one) => one.name === name)?.context;
  if (!context) {
    throw new KubeconfigError(`Cannot use context ${name}: it does not exist`, [
      `there are: ${names.join(', ') || 'none'}`,
    ]);
  }
  const cluster = config.clusters?.find((one) => one.name === context.cluster)?.cluster;
  if (!cluster?.server)
    throw new KubeconfigError(`Cannot use context ${name}: its cluster ${context.cluster} has no server`);
  if (cluster['proxy-url']) throw new KubeconfigError(`Cannot use context ${name}: proxy-url is not supported`);
  if (cluster['insecure-skip-tls-verify'] && hasAuthority(cluster))
    throw new KubeconfigError(
      `Cannot use context ${name}: insecure-skip-tls-verify and certificate-authority exclude each other; remove one of them`,
    );
  const user = userOf(config, name, context.user);
  return { name, cluster: { ...cluster, server: cluster.server }, user, namespace: context.namespace || 'default' };
}

const hasAuthority = (cluster: ClusterEntry): boolean =>
  Boolean(cluster['certificate-authority'] || cluster['certificate-authority-data']);

/** A context without a user is anonymous; one whose user is missing is a mistake. */
function userOf({ users }: Kubeconfig, context: string, name: string | undefined): UserEntry {
  if (!name) return {};
  const found = users?.find((one) => one.name === name);
  if (!found) throw new KubeconfigError(`Cannot use context ${context}: its user ${name} does not exist`);
  return found.user ?? {};
}
