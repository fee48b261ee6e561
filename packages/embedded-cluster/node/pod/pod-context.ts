import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '../../event-recorder.js';
import type { Pod } from '../../objects.js';
import { timestamp } from '../../timestamp.js';
import type { NodeServices } from '../node-services.js';
import type { ContainerRecord, PodFailure, PodRecord } from './pod-record.js';
import { podStatus } from './pod-status.js';

/** Why a Pod must end, and how long its processes have after SIGTERM. */
export class PodStop extends Error {
  override readonly name = 'PodStop';

  constructor(
    readonly graceSeconds: number,
    readonly failure?: PodFailure,
  ) {
    super(failure?.message ?? 'the Pod is being deleted');
  }
}

/** One Pod on this node, from its binding to its end. */
export interface PodContext {
  readonly node: NodeServices;
  /** As it was bound; its spec does not change. */
  readonly pod: Pod;
  readonly record: PodRecord;
  /** Aborts with a `PodStop`. */
  readonly stop: AbortSignal;
}

/** Writes the Pod's status if it changed; does nothing when the Pod is gone. */
export function publishStatus({ node, pod, record }: PodContext): void {
  const observed = node.api.get('pods', pod.metadata.namespace ?? '', pod.metadata.name) as Pod | undefined;
  if (!observed || observed.metadata.uid !== pod.metadata.uid) return;
  const status = podStatus(observed, record, timestamp(node.clock.now()));
  if (isDeepStrictEqual(observed.status, status)) return;
  node.api.updateStatus('pods', { ...observed, status } as Pod);
}

export function recordPodEvent({ node, pod }: PodContext, event: RecordedEvent): void {
  node.recordEvent(pod, event);
}

export function recordContainerEvent({ node, pod }: PodContext, record: ContainerRecord, event: RecordedEvent): void {
  const list = record.isInit ? 'initContainers' : 'containers';
  node.recordEvent(pod, { ...event, fieldPath: `spec.${list}{${record.container.name}}` });
}
