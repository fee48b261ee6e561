import { join } from 'node:path';
import { backoffSeconds } from '../../../work-queue/backoff.js';
import { runContainer } from '../container/run-container.js';
import { changeOrTimeout, referencesIn } from '../node-services.js';
import { killEscapedProcesses } from '../processes/escaped-processes.js';
import { removeTree } from '../scratch/remove-tree.js';
import { ANNOTATION_LOCAL_PORTS, findLocalPorts, formatPorts } from '../services/local-ports.js';
import { mountVolumes } from '../volumes/mount-volumes.js';
import { removeSpentSecrets } from '../volumes/spent-secrets.js';
import { concludeContainers } from './conclude-containers.js';
import { type PodContext, PodStop, publishStatus, recordPodEvent } from './pod-context.js';
import { isInitialized } from './pod-phase.js';
import { isSidecar } from './pod-record.js';

/** @source kubernetes: initialDurationBeforeRetry and maxDurationBeforeRetry of volume operations */
const mountBackoff = { baseSeconds: 0.5, capSeconds: 120 };

/**
 * Runs a Pod to its end: volumes, init containers in order, then all containers. Never rejects because of the Pod; its
 * status says how it went. Afterwards no process of it is left, and of its files only the logs.
 */
export async function runPod(context: PodContext): Promise<void> {
  try {
    publishStatus(context);
    await mount(context);
    await announcePorts(context);
    await runContainers(context);
  } catch (error) {
    if (!context.stop.aborted) context.record.failure = { reason: 'NodeError', message: (error as Error).message };
  }
  concludeContainers(context.record);
  publishStatus(context);
  await cleanUp(context);
}

/** Tries until every volume is there. */
async function mount(context: PodContext): Promise<void> {
  const { node, pod, record, stop } = context;
  const namespace = pod.metadata.namespace ?? '';
  for (let attempt = 0; ; attempt++) {
    stop.throwIfAborted();
    try {
      record.volumes = mountVolumes(pod, node.scratch, referencesIn(node, namespace));
      return;
    } catch (error) {
      const { message } = error as Error;
      recordPodEvent(context, { type: 'Warning', reason: 'FailedMount', message });
      await changeOrTimeout(node, namespace, backoffSeconds(mountBackoff, attempt), stop);
    }
  }
}

/** Publishes where the Pod's ports are, for users and for the Service proxy. */
async function announcePorts({ node, pod, record }: PodContext): Promise<void> {
  record.ports = await findLocalPorts(pod);
  const { namespace = '', name, uid } = pod.metadata;
  const observed = node.api.get('pods', namespace, name);
  if (record.ports.size === 0 || observed?.metadata.uid !== uid || !observed) return;
  const annotations = { ...observed.metadata.annotations, [ANNOTATION_LOCAL_PORTS]: formatPorts(record.ports) };
  node.api.update('pods', { ...observed, metadata: { ...observed.metadata, annotations } });
}

/** Sidecars run as long as the containers beside them, then they get SIGTERM. */
async function runContainers(context: PodContext): Promise<void> {
  const { record, pod, stop } = context;
  const mainsEnded = new AbortController();
  const sidecarContext = { ...context, stop: AbortSignal.any([stop, mainsEnded.signal]) };
  const sidecars: Promise<void>[] = [];
  try {
    for (const init of record.initContainers) {
      if (isSidecar(init)) sidecars.push(runContainer(sidecarContext, init));
      else await runContainer(context, init);
      if (!isSidecar(init) && !isInitialized(init)) return;
      await removeSpentSecrets(pod, record);
    }
    await all(record.containers.map((container) => runContainer(context, container)));
  } finally {
    mainsEnded.abort(new PodStop(pod.spec.terminationGracePeriodSeconds ?? 30));
    await Promise.allSettled(sidecars);
  }
}

/** As `Promise.all`, but only once every one has ended: no container may outlive its Pod's clean-up. */
async function all(ends: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(ends);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function cleanUp({ node, pod, record }: PodContext): Promise<void> {
  const directory = join(node.scratch.pods, pod.metadata.uid ?? '');
  killEscapedProcesses(directory, record.mark);
  await removeTree(join(directory, 'containers'));
  await removeTree(join(directory, 'volumes'));
}
