import type { Pod } from '../objects.js';
import { isTerminal } from '../objects.js';
import { type ContainerRecord, isSidecar, type PodRecord } from './pod-record.js';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * One word for all containers. A phase that is final stays.
 *
 * @source kubernetes: getPhase in pkg/kubelet/kubelet_pods.go
 */
export function podPhase(pod: Pod, { initContainers, containers, failure }: PodRecord): PodPhase {
  if (isTerminal(pod)) return pod.status?.phase as PodPhase;
  const isEnding = failure && [...initContainers, ...containers].some(({ state }) => state.running);
  if (failure && !isEnding) return 'Failed';
  const { restartPolicy = 'Always' } = pod.spec;
  const pending = initContainers.find((record) => !isInitialized(record));
  if (pending) return restartPolicy === 'Never' && isFailed(pending) ? 'Failed' : 'Pending';
  if (containers.some(({ state, lastState }) => state.waiting && !lastState)) return 'Pending';
  if (restartPolicy === 'Always' || !containers.every(({ state }) => state.terminated)) return 'Running';
  if (!containers.some(isFailed)) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

/** Done, or, for a sidecar, started. */
export function isInitialized(record: ContainerRecord): boolean {
  if (isSidecar(record)) return record.state.running !== undefined || record.restartCount > 0 || hasEnded(record);
  return record.state.terminated?.exitCode === 0;
}

function hasEnded({ state }: ContainerRecord): boolean {
  return state.terminated !== undefined;
}

function isFailed({ state }: ContainerRecord): boolean {
  return state.terminated !== undefined && state.terminated.exitCode !== 0;
}
