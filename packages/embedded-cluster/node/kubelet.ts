import { join } from 'node:path';
import type { Clock } from '../../work-queue/clock.js';
import { createEventRecorder } from '../event-recorder.js';
import type { LocalApi, LocalWatchEvent } from '../local-api.js';
import { isTerminal, type Pod } from '../objects.js';
import type { PodName, PodStreams } from '../pod-streams.js';
import { timestamp } from '../timestamp.js';
import type { CommandForImage } from './container/container-command.js';
import { type PodLogOptions, readContainerLog, unavailable } from './logs/pod-logs.js';
import { nodeName } from './node-object.js';
import { type NodeServices, watchReferences } from './node-services.js';
import { concludeContainers } from './pod/conclude-containers.js';
import { type PodContext, PodStop, publishStatus, recordContainerEvent } from './pod/pod-context.js';
import { startPodDeadline } from './pod/pod-deadline.js';
import { createPodRecord } from './pod/pod-record.js';
import { runPod } from './pod/run-pod.js';
import { podPorts } from './port-forward/pod-ports.js';
import { choosePodMark } from './processes/pod-mark.js';
import type { ProcessGroups } from './processes/process-groups.js';
import { removeTree } from './scratch/remove-tree.js';
import type { ScratchPaths } from './scratch/scratch.js';
import { streamedContainer } from './streamed-container.js';

export interface KubeletOptions {
  readonly api: LocalApi;
  readonly clock: Clock;
  readonly scratch: ScratchPaths;
  readonly groups: ProcessGroups;
  readonly commandForImage: CommandForImage;
  readonly marker: string | undefined;
  /** The `PATH` of this machine, for the programs that containers name. */
  readonly hostPath: string;
}

/** The node as the rest of the cluster sees it. */
export interface LocalNode {
  /** @throws ApiError 400 when there is no such Pod here, or nothing of its container to read */
  readLog(
    namespace: string,
    pod: string,
    container: string,
    options: PodLogOptions,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  readonly streams: PodStreams;
  /** Ends every Pod: SIGTERM, then after `graceSeconds` SIGKILL. Resolves when no process is left. */
  stop(graceSeconds: number): Promise<void>;
}

interface Worker {
  readonly context: PodContext;
  /** Follows what may change in a Pod that runs: its deadline, and its status when the server was restored. */
  obey(pod: Pod): void;
  /** Ends the Pod; only the first call counts. */
  stop(reason: PodStop): void;
  readonly ended: Promise<void>;
}

/** The kubelet of the one node: runs the Pods that are bound to it as processes of this machine. */
export function startKubelet(options: KubeletOptions): LocalNode {
  const references = watchReferences(options.api);
  const recordEvent = createEventRecorder(options.api, 'kubelet', options.clock);
  const node: NodeServices = { ...options, recordEvent, referenceChanges: references.changes };
  const workers = new Map<string, Worker>();

  let isStopping = false;

  const handle = ({ type, object }: LocalWatchEvent) => {
    const pod = object as Pod;
    const uid = pod.metadata.uid ?? '';
    const worker = workers.get(uid);
    if (type === 'DELETED') {
      if (worker) forget(node, workers, uid, worker);
    } else if (pod.metadata.deletionTimestamp !== undefined) finish(node, pod, worker);
    else if (worker) worker.obey(pod);
    else if (!isTerminal(pod) && !isStopping) workers.set(uid, startWorker(node, pod));
  };
  // After the call that changed the Pod has returned: nobody else's watch may see our answer before the question.
  const stopWatch = options.api.watch('pods', (event) => {
    if ((event.object as Pod).spec.nodeName === nodeName) queueMicrotask(() => handle(event));
  });

  const workerOf = ({ namespace, pod }: PodName) =>
    [...workers.values()].findLast(({ context }) => context.record.key === `${namespace}/${pod}`);
  const contextOf = (name: PodName) => {
    const worker = workerOf(name);
    if (!worker) throw new Error('pod does not exist');
    return worker.context;
  };

  return {
    streams: {
      container: (name) => streamedContainer(contextOf(name), name.container),
      ports: (name) => podPorts(contextOf(name)),
    },
    readLog: (namespace, pod, container, logOptions, signal) => {
      const worker = workerOf({ namespace, pod });
      if (!worker) throw unavailable(`pod "${pod}" has not started on node "${nodeName}"`);
      return readContainerLog(worker.context.record, container, logOptions, signal);
    },
    stop: async (graceSeconds) => {
      isStopping = true;
      stopWatch();
      references.stop();
      for (const worker of workers.values()) worker.stop(new PodStop(graceSeconds));
      const kill = () => [...workers.values()].forEach(killProcesses);
      const cancelKill = graceSeconds > 0 ? options.clock.setTimeout(kill, graceSeconds * 1000) : kill();
      await Promise.all([...workers.values()].map(({ ended }) => ended));
      cancelKill?.();
    },
  };
}

function startWorker(node: NodeServices, pod: Pod): Worker {
  const stopping = new AbortController();
  const record = createPodRecord(pod, timestamp(node.clock.now()));
  record.mark = choosePodMark();
  const context: PodContext = { node, pod, record, stop: stopping.signal };
  const stop = (reason: PodStop) => {
    if (reason.failure && !stopping.signal.aborted) record.failure = reason.failure;
    stopping.abort(reason);
  };
  const deadline = startPodDeadline(node.clock, (observed) => stop(deadlineExceeded(observed)));
  deadline.set(pod);
  const ended = runPod(context)
    .finally(() => deadline.clear())
    .catch((error: unknown) => console.error(`Pod ${record.key} cannot be cleaned up:`, error));
  let seen = versionOf(pod);
  const obey = (observed: Pod) => {
    deadline.set(observed);
    // A version that is lower than before: the server was restored, and the status is an old one.
    if (versionOf(observed) < seen) publishStatus(context);
    seen = versionOf(observed);
  };
  return { context, obey, stop, ended };
}

const versionOf = ({ metadata }: Pod): number => Number(metadata.resourceVersion);

function deadlineExceeded({ spec }: Pod): PodStop {
  return new PodStop(spec.terminationGracePeriodSeconds ?? 30, {
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  });
}

/** Ends a Pod that is being deleted; when its last process is gone, so is the object. */
function finish(node: NodeServices, pod: Pod, worker: Worker | undefined): void {
  const { api } = node;
  const { namespace = '', name, uid, deletionGracePeriodSeconds } = pod.metadata;
  const remove = () => {
    if (api.get('pods', namespace, name)?.metadata.uid !== uid) return;
    api.delete('pods', namespace, name, { gracePeriodSeconds: 0, ...(uid !== undefined && { uid }) });
  };
  if (!worker) {
    endUnstarted(node, pod);
    remove();
    return;
  }
  if (!worker.context.stop.aborted) announceStop(worker.context);
  worker.stop(new PodStop(deletionGracePeriodSeconds ?? 30));
  void worker.ended.then(remove);
}

/** A Pod that was deleted before this node took it on. */
function endUnstarted(node: NodeServices, pod: Pod): void {
  const record = createPodRecord(pod, timestamp(node.clock.now()));
  concludeContainers(record);
  publishStatus({ node, pod, record, stop: AbortSignal.abort() });
}

function announceStop(context: PodContext): void {
  for (const record of [...context.record.initContainers, ...context.record.containers]) {
    if (!record.run) continue;
    const message = `Stopping container ${record.container.name}`;
    recordContainerEvent(context, record, { type: 'Normal', reason: 'Killing', message });
  }
}

/** The object is gone: nothing may outlive it, neither processes nor logs. */
function forget({ scratch }: NodeServices, workers: Map<string, Worker>, uid: string, worker: Worker): void {
  worker.stop(new PodStop(0));
  killProcesses(worker);
  void worker.ended.then(async () => {
    workers.delete(uid);
    await removeTree(join(scratch.pods, uid));
  });
}

/** For a Pod that was given longer to end than there is now. */
function killProcesses({ context: { record } }: Worker): void {
  for (const { run } of [...record.initContainers, ...record.containers]) run?.process.signal('SIGKILL');
}
