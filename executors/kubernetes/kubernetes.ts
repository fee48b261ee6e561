import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Availability, Executable, Executor, Exit, Streams } from '../executor.js';
import { copyBack, copyIn } from './copy/copy.js';
import type { Copy } from './copy/copy-paths.js';
import { missingNamespace } from './errors/no-deployment.js';
import { noPod } from './errors/no-pod.js';
import type { Cluster } from './place.js';
import { type Component, findPlace, podsOf, searchOf } from './pod/find-place.js';
import { runTask } from './run-task.js';

/** The cluster, the namespace and the component whose Pod a task runs in. */
export interface KubernetesOptions extends Component {
  /** Where the API server is, and who we are to it. */
  readonly connection: Connection;
  /** @default the namespace of the connection */
  readonly namespace?: string | undefined;
  /** Copied into the container before each task. */
  readonly copy?: readonly Copy[];
  /** Copied from the container after each task, whatever its exit code. */
  readonly copyBack?: readonly Copy[];
  readonly clock?: Clock;
}

/** Runs tasks in a container of a ready Pod, as its user and in its working directory. */
export function kubernetes(options: KubernetesOptions): Executor {
  return {
    name: 'kubernetes',
    availability: (signal) => onCluster(options, (cluster) => availability(cluster, options, signal)),
    execute: (executable, streams) => onCluster(options, (cluster) => execute(cluster, executable, streams, options)),
  };
}

async function onCluster<T>(options: KubernetesOptions, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const { connection, namespace = connection.namespace, clock = systemClock } = options;
  const transport = new Transport(connection, { clock });
  try {
    return await work({ connection, transport, namespace, clock });
  } finally {
    transport.close();
  }
}

/** Whether the component has a Deployment, or Pods that match its selector; they need not be ready. */
async function availability(cluster: Cluster, component: Component, signal?: AbortSignal): Promise<Availability> {
  try {
    const searched = await searchOf(cluster, component, signal);
    if (searched.deployment) return { isAvailable: true };
    const pods = await podsOf(cluster, searched, signal);
    if (pods.length > 0) return { isAvailable: true };
    throw (await missingNamespace(cluster, signal)) ?? noPod(searched, pods);
  } catch (error) {
    if (!(error instanceof ExecutionFailure)) throw error;
    return { isAvailable: false, reason: error.message, hints: error.hints };
  }
}

async function execute(
  cluster: Cluster,
  executable: Executable,
  streams: Streams,
  options: KubernetesOptions,
): Promise<Exit> {
  const { signal } = streams;
  const place = await findPlace(cluster, options, signal);
  for (const copy of options.copy ?? []) await copyIn(place, copy, executable, signal);
  const exit = await runTask(place, executable, streams);
  for (const copy of options.copyBack ?? []) await copyBack(place, copy, executable, signal);
  return exit;
}
