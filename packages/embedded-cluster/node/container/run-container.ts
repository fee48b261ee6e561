import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { ContainerStateTerminated } from '../../objects.js';
import { secondsSince, timestamp } from '../../timestamp.js';
import { type ContainerLog, openContainerLog } from '../logs/container-log.js';
import { referencesIn, waitUnlessStopped } from '../node-services.js';
import { type PodContext, publishStatus, recordContainerEvent } from '../pod/pod-context.js';
import type { ContainerRecord } from '../pod/pod-record.js';
import { askContainer, isProbed } from '../probes/container-probes.js';
import { startProcess } from '../processes/container-process.js';
import { CannotStart } from '../processes/spawn-in-group.js';
import { withLocalPorts } from '../services/local-ports.js';
import { countOomKills } from './oom-kills.js';
import { type PreparedContainer, prepareContainer } from './prepare-container.js';
import { countQuickEnds, isRestarted, restartDelaySeconds, restartPolicyOf } from './restart-policy.js';
import { waitOutProblem } from './start-problem.js';
import { stopWithPod } from './stop-with-pod.js';
import { terminationOf } from './termination.js';

/**
 * Runs a container until it has ended for good: restarted as the Pod's policy says, or stopped.
 *
 * @throws the Pod's stop reason when the Pod ends while the container is not running
 */
export async function runContainer(context: PodContext, record: ContainerRecord): Promise<void> {
  const policy = restartPolicyOf(context.pod, record);
  for (let quickEnds = 0; ; record.restartCount++) {
    const { exitCode, startedAt } = await runOnce(context, record);
    if (context.stop.aborted || !isRestarted(policy, exitCode)) return;
    quickEnds = countQuickEnds(quickEnds, secondsSince(startedAt ?? '', context.node.clock.now()));
    await backOff(context, record, restartDelaySeconds(quickEnds));
  }
}

async function runOnce(context: PodContext, record: ContainerRecord): Promise<ContainerStateTerminated> {
  const prepared = await prepare(context, record);
  const log = newLog(context, record);
  try {
    const terminated = await execute(context, record, prepared, log);
    record.state = { terminated };
    return terminated;
  } finally {
    log.close();
    delete record.run;
    publishStatus(context);
  }
}

/** Tries until the container has all it needs. */
async function prepare(context: PodContext, record: ContainerRecord): Promise<PreparedContainer> {
  const { node, pod, stop } = context;
  for (let attempt = 0; ; attempt++) {
    stop.throwIfAborted();
    try {
      const references = referencesIn(node, pod.metadata.namespace ?? '');
      return prepareContainer({
        ...node,
        pod,
        references,
        container: withLocalPorts(record.container, context.record.ports),
        folders: context.record.volumes ?? new Map(),
      });
    } catch (error) {
      await waitOutProblem(context, record, error as Error, attempt);
    }
  }
}

function newLog({ node, pod }: PodContext, record: ContainerRecord): ContainerLog {
  const { name } = record.container;
  const log = openContainerLog(
    join(node.scratch.pods, pod.metadata.uid ?? '', 'logs', name, `${record.restartCount}.log`),
    node.clock,
  );
  if (record.log) record.previousLog = record.log;
  record.log = log;
  return log;
}

async function execute(
  context: PodContext,
  record: ContainerRecord,
  prepared: PreparedContainer,
  log: ContainerLog,
): Promise<ContainerStateTerminated> {
  const { clock } = context.node;
  const oomKills = countOomKills();
  const startedAt = timestamp(clock.now());
  let exitCode: number;
  try {
    exitCode = await runProcess(context, record, prepared, log, startedAt);
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    const { message } = error;
    recordContainerEvent(context, record, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
    return { exitCode: 128, reason: 'StartError', message, startedAt, finishedAt: startedAt };
  }
  log.close();
  const isOutOfMemory = oomKills !== undefined && countOomKills() !== oomKills;
  const ended = { exitCode, isOutOfMemory, startedAt, finishedAt: timestamp(clock.now()) };
  return terminationOf(record, ended, prepared.terminationMessage, log.path);
}

async function runProcess(
  context: PodContext,
  record: ContainerRecord,
  prepared: PreparedContainer,
  log: ContainerLog,
  startedAt: string,
): Promise<number> {
  const { container } = record;
  const spec = { ...prepared, mark: context.record.mark, stdin: container.stdin, tty: container.tty };
  const process = await startProcess(spec, context.node, log.write);
  const stopListening = stopWithPod(process, context.node.clock, context.stop);
  const ended = new AbortController();
  // Each command of an exec listens for as long as it runs.
  setMaxListeners(0, ended.signal);
  record.run = { container, prepared, process, ended: ended.signal };
  if (isProbed(container)) record.isReady = false;
  record.containerId = `process://${process.pid}`;
  record.state = { running: { startedAt } };
  publishStatus(context);
  const { name } = container;
  recordContainerEvent(context, record, { type: 'Normal', reason: 'Created', message: `Created container: ${name}` });
  recordContainerEvent(context, record, { type: 'Normal', reason: 'Started', message: `Started container ${name}` });
  void askContainer(context, record, process, AbortSignal.any([ended.signal, context.stop]));
  return process.exited.finally(() => {
    ended.abort();
    stopListening();
  });
}

/** Moves the run that ended into `lastState`, and waits as long as the kubelet would. */
async function backOff(context: PodContext, record: ContainerRecord, seconds: number): Promise<void> {
  record.lastState = record.state;
  if (seconds === 0) return;
  const { metadata } = context.pod;
  const { name } = record.container;
  const pod = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
  const message = `back-off ${seconds}s restarting failed container=${name} pod=${pod}`;
  record.state = { waiting: { reason: 'CrashLoopBackOff', message } };
  publishStatus(context);
  recordContainerEvent(context, record, {
    type: 'Warning',
    reason: 'BackOff',
    message: `Back-off restarting failed container ${name} in pod ${pod}`,
  });
  await waitUnlessStopped(context.node.clock, seconds, context.stop);
}
