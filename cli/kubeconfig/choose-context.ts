import { UserError } from '../errors/user-error.js';
import type { ChosenContext, Kubeconfig } from './kubeconfig.js';

/** The context named by `--context`, else the current one. @throws UserError that names what is missing or not supported */
export function chooseContext(config: Kubeconfig, flag: string | undefined): ChosenContext {
  const name = flag ?? config['current-context'];
  const names = (config.contexts ?? []).map((context) => context.name);
  if (!name) {
    throw new UserError('Cannot choose a cluster: the kubeconfig has no current context', [
      `give --context; there are: ${names.join(', ') || 'none'}`,
    ]);
  }
  const context = config.contexts?.find((one) => one.name === name)?.context;
  if (!context) {
    throw new UserError(`Cannot use context ${name}: it does not exist`, [`there are: ${names.join(', ') || 'none'}`]);
  }
  const cluster = config.clusters?.find((one) => one.name === context.cluster)?.cluster;
  if (!cluster?.server) throw new UserError(`Cannot use context ${name}: its cluster ${context.cluster} has no server`);
  if (cluster['proxy-url']) throw new UserError(`Cannot use context ${name}: proxy-url is not supported`);
  const user = config.users?.find((one) => one.name === context.user)?.user ?? {};
  return { name, cluster: { ...cluster, server: cluster.server }, user, namespace: context.namespace || 'default' };
}
