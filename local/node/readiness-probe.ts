import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container, Probe } from '../objects.js';
import { podAddress } from './field-ref.js';
import type { LocalPorts } from './local-ports.js';
import { type PodContext, publishStatus, recordContainerEvent } from './pod-context.js';
import type { ContainerRecord } from './pod-record.js';

/** Until it has succeeded for the first time it is tried this often, whatever its period: nobody likes to wait. */
const firstTriesSeconds = 0.25;

/**
 * Keeps `record.isReady` as the container's readiness probe says, until `stop` aborts. Only httpGet and tcpSocket are
 * asked; a container with no such probe is ready while it runs.
 */
export async function probeReadiness(context: PodContext, record: ContainerRecord, stop: AbortSignal): Promise<void> {
  const probe = record.container.readinessProbe;
  const port = portOf(record.container, probe, context.record.ports);
  if (!probe || port === undefined) return;
  const { periodSeconds = 10, failureThreshold = 3, initialDelaySeconds = 0, timeoutSeconds = 1 } = probe;
  await pause(initialDelaySeconds, stop);
  for (let failures = 0; !stop.aborted; ) {
    const problem = await ask(probe, port, timeoutSeconds);
    if (stop.aborted) return;
    failures = problem === undefined ? 0 : failures + 1;
    if (problem === undefined) setReady(context, record, true);
    else if (record.isReady) reportFailure(context, record, problem);
    if (failures >= failureThreshold) setReady(context, record, false);
    await pause(record.isReady ? periodSeconds : Math.min(firstTriesSeconds, periodSeconds), stop);
  }
}

/** Whether readiness is for a probe to say. */
export const hasReadinessProbe = ({ readinessProbe }: Container): boolean =>
  readinessProbe?.httpGet !== undefined || readinessProbe?.tcpSocket !== undefined;

const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  delay(seconds * 1000, undefined, { signal }).catch(() => undefined);

function setReady(context: PodContext, record: ContainerRecord, isReady: boolean): void {
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

function portOf({ ports }: Container, probe: Probe | undefined, local: LocalPorts): number | undefined {
  const wanted = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
  const port =
    ports?.find(({ name }) => name === wanted)?.containerPort ?? (wanted === undefined ? undefined : Number(wanted));
  return port === undefined ? undefined : (local.get(port) ?? port);
}

/** Undefined when it succeeds, else why not. */
function ask({ httpGet }: Probe, port: number, timeoutSeconds: number): Promise<string | undefined> {
  const timeout = timeoutSeconds * 1000;
  return new Promise((resolve) => {
    const end = (problem?: string) => {
      asked.destroy();
      resolve(problem);
    };
    const asked = httpGet
      ? get({ host: podAddress, port, path: httpGet.path ?? '/', timeout, agent: false }, ({ statusCode = 0 }) =>
          end(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`),
        )
      : connect({ host: podAddress, port, timeout }, () => end());
    asked.once('error', ({ message }) => end(message)).once('timeout', () => end('context deadline exceeded'));
  });
}
