import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../../objects.js';
import { podAddress } from '../container/field-ref.js';
import { podConditions } from './pod-conditions.js';
import { podPhase } from './pod-phase.js';
import type { ContainerRecord, PodRecord } from './pod-record.js';

/** The status the kubelet reports. Conditions that others own, such as `PodScheduled`, are kept. */
export function podStatus(pod: Pod, record: PodRecord, now: string): PodStatus {
  const phase = podPhase(pod, record);
  const desired = podConditions(record, phase);
  const observed = pod.status?.conditions ?? [];
  const foreign = observed.filter(({ type }) => !desired.some((each) => each.type === type));
  return {
    ...pod.status,
    phase,
    conditions: [...foreign, ...desired.map((condition) => withTransition(condition, observed, now))],
    hostIP: podAddress,
    ...(record.volumes && { podIP: podAddress, podIPs: [{ ip: podAddress }] }),
    startTime: record.startTime,
    ...(phase === 'Failed' && record.failure),
    ...(record.initContainers.length > 0 && { initContainerStatuses: record.initContainers.map(containerStatus) }),
    containerStatuses: record.containers.map(containerStatus),
    qosClass: pod.status?.qosClass ?? 'BestEffort',
  };
}

function withTransition(condition: PodCondition, observed: readonly PodCondition[], now: string): PodCondition {
  const before = observed.find(({ type }) => type === condition.type);
  const since = before?.status === condition.status ? before.lastTransitionTime : undefined;
  return { ...condition, lastTransitionTime: since ?? now };
}

function containerStatus(record: ContainerRecord): ContainerStatus {
  const { container, isInit, state, lastState, restartCount, containerId, isReady = true } = record;
  const image = container.image ?? '';
  const isDone = isInit && state.terminated?.exitCode === 0;
  return {
    name: container.name,
    state,
    lastState: lastState ?? {},
    ready: (state.running !== undefined && isReady) || isDone,
    restartCount,
    image,
    imageID: '',
    ...(containerId !== undefined && { containerID: containerId }),
    started: state.running !== undefined,
  };
}
