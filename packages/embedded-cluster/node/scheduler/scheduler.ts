import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi, LocalWatchEvent } from '../../local-api.js';
import { isTerminal, type Node, type Pod, type PodCondition } from '../../objects.js';
import { timestamp } from '../../timestamp.js';
import { nodeName } from '../node-object.js';
import { type Placement, schedulePod } from './schedule-pod.js';

/** Which Pods wait, in order of creation, and which hold a place on the node. By uid. */
interface Places {
  readonly waiting: Map<string, Pod>;
  readonly held: Set<string>;
}

/** Binds Pods to the node, oldest first, as long as it has room. Runs until stopped. */
export function startScheduler(api: LocalApi, node: Node, maxPods: number, clock: Clock = systemClock): Controller {
  const places: Places = { waiting: new Map(), held: new Set() };
  const record = createEventRecorder(api, 'default-scheduler', clock);
  return startController<'pods'>(api, {
    clock,
    watches: { nodes: () => ['pods'], pods: (event) => (note(places, event) ? ['pods'] : []) },
    process: () => {
      const observed = (api.get('nodes', '', nodeName) as Node | undefined) ?? node;
      for (const pod of [...places.waiting.values()]) {
        const placement = schedulePod(pod, observed, maxPods - places.held.size);
        const now = timestamp(clock.now());
        if (placement.kind === 'Bind') bind(api, record, pod, now);
        else reportWait(api, record, pod, placement, now);
      }
      return undefined;
    },
  });
}

/** @returns whether a Pod may be placed now that could not before */
function note({ waiting, held }: Places, { type, object }: LocalWatchEvent): boolean {
  const pod = object as Pod;
  const uid = pod.metadata.uid ?? '';
  const isGone = type === 'DELETED' || isTerminal(pod);
  const isWaiting = !isGone && mayBePlaced(pod);
  const wasWaiting = waiting.has(uid);
  if (isWaiting) waiting.set(uid, pod);
  else waiting.delete(uid);
  if (!isGone && pod.spec.nodeName === nodeName) held.add(uid);
  else if (held.delete(uid)) return true;
  return isWaiting && !wasWaiting;
}

/** A Pod with scheduling gates only needs the condition that says so. A real API server sets it on creation. */
const mayBePlaced = ({ spec, metadata, status }: Pod): boolean =>
  spec.nodeName === undefined &&
  metadata.deletionTimestamp === undefined &&
  ((spec.schedulingGates ?? []).length === 0 || !status?.conditions?.some(({ type }) => type === 'PodScheduled'));

/** The watch updates `places` before this returns. */
function bind(api: LocalApi, record: RecordEvent, pod: Pod, lastTransitionTime: string): void {
  const bound = api.update('pods', { ...pod, spec: { ...pod.spec, nodeName } } as Pod) as Pod;
  setScheduled(api, bound, { type: 'PodScheduled', status: 'True', lastTransitionTime });
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`;
  record(pod, { type: 'Normal', reason: 'Scheduled', message });
}

function reportWait(
  api: LocalApi,
  record: RecordEvent,
  pod: Pod,
  wait: Extract<Placement, { kind: 'Wait' }>,
  lastTransitionTime: string,
): void {
  const { reason, message } = wait;
  const observed = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (observed?.reason === reason && observed.message === message) return;
  setScheduled(api, pod, { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime });
  if (reason === 'Unschedulable') record(pod, { type: 'Warning', reason: 'FailedScheduling', message });
}

function setScheduled(api: LocalApi, pod: Pod, condition: PodCondition): void {
  const others = pod.status?.conditions?.filter(({ type }) => type !== condition.type) ?? [];
  const conditions = [...others, condition];
  api.updateStatus('pods', { ...pod, status: { phase: 'Pending', ...pod.status, conditions } } as Pod);
}
