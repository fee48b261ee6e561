import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { checkOptions } from '../check-options.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Availability, Executable, Executor, Exit, Streams } from '../executor.js';
import { checkCopies, copyBack, copyIn } from './copy/copy.js';
import type { Copy } from './copy/copy-paths.js';
import { missingNamespace } from './errors/no-deployment.js';
import { noPod, type Searched } from './errors/no-pod.js';
import type { Cluster } from './place.js';
import { type Component, findPlace, podsOf, searchOf } from './pod/find-place.js';
import { Recent } from './recent.js';
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

/** Within these seconds after a Deployment has been read, its selector is not asked for again. */
const freshSeconds = 5;

/**
 * Runs tasks in a container of a ready Pod, as its user and in its working directory. Its connections to the API server
 * are used again, and close when they have been idle for a minute.
 */
export function kubernetes(options: KubernetesOptions): Executor {
  checkOptions('kubernetes', options, { texts: ['component'], connection: true });
  const { connection, namespace = connection.namespace, clock = systemClock } = options;
  const cluster: Cluster = { connection, transport: new Transport(connection, { clock }), namespace, clock };
  const search = new Recent(clock, freshSeconds, (signal) => searchOf(cluster, options, signal));
  return {
    name: 'kubernetes',
    availability: (signal) => availability(cluster, search, signal),
    execute: (executable, streams) => execute(cluster, search, executable, streams, options),
  };
}

/** Whether the component has a Deployment, or Pods that match its selector; they need not be ready. */
async function availability(cluster: Cluster, search: Recent<Searched>, signal?: AbortSignal): Promise<Availability> {
  try {
    const searched = await search.read(signal);
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
  search: Recent<Searched>,
  executable: Executable,
  streams: Streams,
  options: KubernetesOptions,
): Promise<Exit> {
  const { signal } = streams;
  await checkCopies(options.copy ?? [], options.copyBack ?? []);
  const place = await findPlace(cluster, await search.get(signal), options.container, signal);
  for (const copy of options.copy ?? []) await copyIn(place, copy, executable, signal);
  const exit = await runTask(place, executable, streams);
  for (const copy of options.copyBack ?? []) await copyBack(place, copy, executable, signal);
  return exit;
}
