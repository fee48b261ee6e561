import type { NamedConnection } from '../../packages/kubernetes-client/connection/kubeconfig/kubeconfig-connection.js';
import { contextOf, namespaceOf } from '../../plan/task-file/namespace.js';
import { connect } from '../kubeconfig/connect.js';
import type { LoadedFile } from './load-task-file.js';
import type { PlaceOptions } from './place-options.js';

/** Where the tasks of a file run in a cluster. */
export interface TaskCluster {
  readonly connection: NamedConnection;
  readonly namespace: string;
}

/**
 * The context of `--context`, then of the file, then the current one; the namespace of `-n`, then of `K8S_NAMESPACE`,
 * then of the file, then `default`.
 *
 * @throws UserError when the kubeconfig has no such context, or its credentials cannot be had
 */
export async function taskCluster(loaded: LoadedFile, options: PlaceOptions): Promise<TaskCluster> {
  const { session, kubeconfig, as } = options;
  const file = loaded.kubernetes();
  const context = contextOf({ flag: options.context, file: file.context });
  const connection = await connect(
    { ...(kubeconfig ? { kubeconfig } : {}), ...(as ? { as } : {}), ...(context ? { context } : {}) },
    session.env,
  );
  const env = session.env['K8S_NAMESPACE'];
  const choice = namespaceOf({ flag: options.namespace, env, file: file.namespace });
  return { connection, namespace: 'namespace' in choice ? choice.namespace : connection.namespace };
}
