import type { ContainerState } from '../../objects.js';
import { isInitialized } from './pod-phase.js';
import type { ContainerRecord, PodRecord } from './pod-record.js';

/**
 * Gives every container of a Pod that has ended its last state: none waits for anything any more, unless the Pod ended
 * before its turn came. No process of the Pod may be left.
 *
 * @source kubernetes: TerminatePod, hasPodInitialized and initializedContainers in pkg/kubelet/status/status_manager.go
 */
export function concludeContainers(record: PodRecord): void {
  const { initContainers, containers } = record;
  for (const one of [...initContainers, ...containers]) backToLastRun(one);
  const begun = initContainers.findLastIndex(({ state }) => state.waiting === undefined);
  for (const one of initContainers.slice(0, Math.max(1, begun + 1))) conclude(one);
  if (hasInitialized(record)) containers.forEach(conclude);
  record.hasEnded = true;
}

/** One that waits to run again has ended the way its last run did. */
function backToLastRun(one: ContainerRecord): void {
  if (!one.state.waiting || !one.lastState) return;
  one.state = one.lastState;
  delete one.lastState;
}

function conclude(one: ContainerRecord): void {
  if (!one.state.terminated) one.state = neverSeen;
}

/** The kubelet's words, and its exit code, for a container of which there is nothing to tell. */
const neverSeen: ContainerState = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
};

function hasInitialized({ initContainers, containers }: PodRecord): boolean {
  const last = initContainers.at(-1);
  return last === undefined || containers.some(({ state }) => !state.waiting) || isInitialized(last);
}
