import type { Pod } from '../../objects.js';
import { isTerminal } from '../../objects.js';
import { type ContainerRecord, isSidecar, type PodRecord } from './pod-record.js';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * One word for all containers. A phase that is final stays, and none is final while a container runs. A Pod that has
 * ended without one has failed: it was deleted, or its deadline passed, before its containers came so far.
 *
 * @source kubernetes: generateAPIPodStatus in pkg/kubelet/kubelet_pods.go, TerminatePod in pkg/kubelet/status
 */
export function podPhase(pod: Pod, record: PodRecord): PodPhase {
  if (isTerminal(pod)) return pod.status?.phase as PodPhase;
  const { initContainers, containers, failure, hasEnded } = record;
  const isRunning = [...initContainers, ...containers].some(({ state }) => state.running);
  if (failure) return isRunning ? ((pod.status?.phase ?? 'Pending') as PodPhase) : 'Failed';
  const phase = phaseOfContainers(pod, record);
  const isFinal = phase === 'Succeeded' || phase === 'Failed';
  return hasEnded && !isRunning && !isFinal ? 'Failed' : phase;
}

/** @source kubernetes: getPhase in pkg/kubelet/kubelet_pods.go */
function phaseOfContainers({ spec }: Pod, { initContainers, containers, hasEnded }: PodRecord): PodPhase {
  const { restartPolicy = 'Always' } = spec;
  const regular = initContainers.filter((one) => !isSidecar(one));
  const sidecars = initContainers.filter(isSidecar);
  if (restartPolicy === 'Never' && regular.some(hasFailed)) return 'Failed';
  const hasBegun = containers.some(({ state }) => state.running || state.terminated);
  if (regular.some((one) => isPending(one) || one.state.running)) return 'Pending';
  if (!hasBegun && sidecars.some(isPending)) return 'Pending';
  if ([...sidecars, ...containers].some(isPending)) return 'Pending';
  if ([...sidecars, ...containers].some(({ state }) => state.running)) return 'Running';
  if (containers.every(({ state }) => state.terminated?.exitCode === 0)) {
    return restartPolicy === 'Always' && !hasEnded ? 'Running' : 'Succeeded';
  }
  return restartPolicy === 'Never' || hasEnded ? 'Failed' : 'Running';
}

/** Done, or, for a sidecar, started. */
export function isInitialized(record: ContainerRecord): boolean {
  const { state, restartCount } = record;
  if (isSidecar(record)) return state.running !== undefined || restartCount > 0 || state.terminated !== undefined;
  return state.terminated?.exitCode === 0;
}

/** Waits, and has never run. */
const isPending = ({ state, lastState }: ContainerRecord): boolean =>
  state.waiting !== undefined && lastState === undefined;

/** Its latest run, if it has come to an end or waits to run again. */
function hasFailed({ state, lastState }: ContainerRecord): boolean {
  const ended = state.terminated ?? (state.waiting && lastState?.terminated);
  return ended !== undefined && ended.exitCode !== 0;
}
