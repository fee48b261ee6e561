import { wait } from '../../../work-queue/clock.js';
import type { Container } from '../../objects.js';
import { type PodContext, recordContainerEvent } from '../pod/pod-context.js';
import type { ContainerRecord } from '../pod/pod-record.js';
import type { ContainerProcess } from '../processes/container-process.js';
import { type AskedProbe, askedProbe, askProbe } from './ask-probe.js';
import { probeReadiness, setReady } from './readiness-probe.js';

/** Whether readiness is for probes to say, and not for the process alone. */
export const isProbed = ({ readinessProbe, startupProbe }: Container): boolean =>
  [readinessProbe, startupProbe].some((probe) => probe?.httpGet !== undefined || probe?.tcpSocket !== undefined);

/**
 * Asks a running container until `stop` aborts: first whether it has started, then whether it is ready and alive. One that
 * does not start or is not alive any more is ended, as by its Pod's stop; the restart policy says what follows.
 */
export async function askContainer(
  context: PodContext,
  record: ContainerRecord,
  process: ContainerProcess,
  stop: AbortSignal,
): Promise<void> {
  const probeOf = (field: 'startupProbe' | 'livenessProbe') =>
    askedProbe(record.container, record.container[field], context.record.ports);
  const [startup, liveness] = [probeOf('startupProbe'), probeOf('livenessProbe')];
  if (startup && (await hasFailed(context, record, startup, 'Startup', stop)))
    return end(context, record, process, 'startup', stop);
  if (stop.aborted) return;
  if (startup && !record.container.readinessProbe) setReady(context, record, true);
  void probeReadiness(context, record, stop);
  if (liveness && (await hasFailed(context, record, liveness, 'Liveness', stop)))
    await end(context, record, process, 'liveness', stop);
}

/** Resolves when the probe has failed as often as it may; `Startup` also, with false, at its first success. */
async function hasFailed(
  context: PodContext,
  record: ContainerRecord,
  probe: AskedProbe,
  title: 'Startup' | 'Liveness',
  stop: AbortSignal,
): Promise<boolean> {
  const { periodSeconds = 10, failureThreshold = 3, initialDelaySeconds = 0 } = probe;
  await wait(context.node.clock, initialDelaySeconds, stop);
  for (let failures = 0; !stop.aborted; ) {
    const problem = await askProbe(probe, context.node.clock);
    if (stop.aborted) break;
    if (problem === undefined && title === 'Startup') return false;
    failures = problem === undefined ? 0 : failures + 1;
    if (problem !== undefined) {
      const message = `${title} probe failed: ${problem}`;
      recordContainerEvent(context, record, { type: 'Warning', reason: 'Unhealthy', message });
    }
    if (failures >= failureThreshold) return true;
    await wait(context.node.clock, periodSeconds, stop);
  }
  return false;
}

async function end(
  context: PodContext,
  record: ContainerRecord,
  process: ContainerProcess,
  why: string,
  stop: AbortSignal,
): Promise<void> {
  const message = `Container ${record.container.name} failed ${why} probe, will be restarted`;
  recordContainerEvent(context, record, { type: 'Normal', reason: 'Killing', message });
  process.signal('SIGTERM');
  await wait(context.node.clock, context.pod.spec.terminationGracePeriodSeconds ?? 30, stop);
  if (!stop.aborted) process.signal('SIGKILL');
}
