import { wait } from '../../../work-queue/clock.js';
import { type PodContext, publishStatus, recordContainerEvent } from '../pod/pod-context.js';
import type { ContainerRecord } from '../pod/pod-record.js';
import { askedProbe, askProbe } from './ask-probe.js';

/** Until it has succeeded for the first time it is tried this often, whatever its period: nobody likes to wait. */
const firstTriesSeconds = 0.25;

/**
 * Keeps `record.isReady` as the container's readiness probe says, until `stop` aborts. Only httpGet and tcpSocket are
 * asked; a container with no such probe is ready while it runs.
 */
export async function probeReadiness(context: PodContext, record: ContainerRecord, stop: AbortSignal): Promise<void> {
  const probe = askedProbe(record.container, record.container.readinessProbe, context.record.ports);
  if (!probe) return;
  const { periodSeconds = 10, failureThreshold = 3, initialDelaySeconds = 0 } = probe;
  await wait(context.node.clock, initialDelaySeconds, stop);
  // Before the first success, failures are reported as often as the kubelet would probe.
  let reportedAt = context.node.clock.now();
  for (let failures = 0; !stop.aborted; ) {
    const problem = await askProbe(probe, context.node.clock);
    if (stop.aborted) return;
    failures = problem === undefined ? 0 : failures + 1;
    if (problem === undefined) setReady(context, record, true);
    else if (record.isReady || context.node.clock.now() - reportedAt >= periodSeconds * 1000) {
      reportedAt = context.node.clock.now();
      reportFailure(context, record, problem);
    }
    if (failures >= failureThreshold) setReady(context, record, false);
    await wait(context.node.clock, record.isReady ? periodSeconds : Math.min(firstTriesSeconds, periodSeconds), stop);
  }
}

export function setReady(context: PodContext, record: ContainerRecord, isReady: boolean): void {
  if (record.isReady === isReady) return;
  record.isReady = isReady;
  publishStatus(context);
}

function reportFailure(context: PodContext, record: ContainerRecord, problem: string): void {
  recordContainerEvent(context, record, {
    type: 'Warning',
    reason: 'Unhealthy',
    message: `Readiness probe failed: ${problem}`,
  });
}
