import type { PodCondition } from '../../objects.js';
import { isInitialized, type PodPhase } from './pod-phase.js';
import type { ContainerRecord, PodRecord } from './pod-record.js';

type Finding = Omit<PodCondition, 'type' | 'lastTransitionTime'>;

const yes: Finding = { status: 'True' };

/** The conditions the kubelet owns, in its order. @source kubernetes: pkg/kubelet/status/generate.go */
export function podConditions(record: PodRecord, phase: PodPhase): readonly PodCondition[] {
  const ready = readyCondition(record, phase);
  return [
    { type: 'PodReadyToStartContainers', ...sandboxCondition(record, phase) },
    { type: 'Initialized', ...initializedCondition(record, phase) },
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...ready },
  ];
}

function sandboxCondition({ volumes }: PodRecord, phase: PodPhase): Finding {
  return { status: volumes && !isOver(phase) ? 'True' : 'False' };
}

function initializedCondition({ initContainers }: PodRecord, phase: PodPhase): Finding {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const pending = initContainers.filter((record) => !isInitialized(record));
  if (pending.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${names(pending)}`,
  };
}

function readyCondition({ containers }: PodRecord, phase: PodPhase): Finding {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = containers.filter(({ state, isReady = true }) => !state.running || !isReady);
  if (unready.length === 0) return yes;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${names(unready)}`,
  };
}

function isOver(phase: PodPhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Go's way to print a list: `[a b]`. */
function names(records: readonly ContainerRecord[]): string {
  return `[${records.map(({ container }) => container.name).join(' ')}]`;
}
