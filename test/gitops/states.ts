import type { Condition, Phase } from '../../api/generated/kinds.js';
import { conditionsOf } from '../../api/status/conditions.js';
import type { AgentState } from '../../runtime/agent/agent-state.js';
import { conditionsOf as agentConditions } from '../../runtime/agent/conditions.js';
import { finishedCondition } from '../../runtime/conditions/finished-condition.js';

/** An object of ours with a status. */
export interface StatusObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Record<string, unknown> & { readonly generation: number };
  readonly spec: object;
  readonly status: {
    readonly observedGeneration?: number;
    readonly phase?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly Condition[];
    readonly tasks?: readonly object[];
    readonly progress?: object;
  };
}

const time = '2026-11-30T12:00:00Z';
const moment = { observedGeneration: 2, time };
const metadata = { name: 'x', namespace: 'team', uid: 'u', generation: 2 };

/** The kinds of runs. */
export const runKinds = ['kubetask.io/v1alpha1/BatchRun', 'kubetask.io/v1alpha1/TaskRun'];

/** The kinds of what lasts, whose statuses have no Succeeded. */
export const lastingKinds = ['beeai.dev/v1/Agent', 'beeai.dev/v1/AgentBuild'];

function makeObject(kind: string, status: StatusObject['status'], spec: object = {}): StatusObject {
  const slash = kind.lastIndexOf('/');
  return { apiVersion: kind.slice(0, slash), kind: kind.slice(slash + 1), metadata, spec, status };
}

const ended: ReadonlySet<Phase> = new Set<Phase>(['Succeeded', 'Failed', 'Cancelled']);

/** A run in a phase, with the conditions that the controller writes. */
export function makeRun(
  phase: Phase,
  { kind = 'kubetask.io/v1alpha1/BatchRun', spec = {}, isStalled = false } = {},
): StatusObject {
  const state = { phase, reason: 'Because', message: 'so it is', isStalled };
  const conditions = [...conditionsOf(state, [], moment), finishedCondition(state, [], moment)];
  const isEnded = ended.has(phase) && !isStalled;
  return makeObject(kind, { observedGeneration: 2, phase, conditions, ...(isEnded && { completionTime: time }) }, spec);
}

const makeAgent = (isReady: boolean, progress: AgentState['progress'], kind: string): StatusObject => {
  const conditions = agentConditions({ isReady, progress, reason: 'Available', message: 'so it is' }, [], moment);
  return makeObject(kind, { observedGeneration: 2, phase: 'Running', conditions });
};

const born = (kind: string) => makeObject(kind, { observedGeneration: -1, phase: 'Pending' });
const withOldStatus = (object: StatusObject): StatusObject => ({ ...object, metadata: { ...metadata, generation: 3 } });

/** What each tool calls a state. */
export interface ToolStates {
  readonly object: StatusObject;
  readonly kstatus: 'InProgress' | 'Failed' | 'Current';
  readonly argocd: 'Progressing' | 'Suspended' | 'Degraded' | 'Healthy';
}

const inProgress = { kstatus: 'InProgress', argocd: 'Progressing' } as const;
const failed = { kstatus: 'Failed', argocd: 'Degraded' } as const;
const current = { kstatus: 'Current', argocd: 'Healthy' } as const;

const statesOfRun = (kind: string): Record<string, ToolStates> => ({
  'not seen yet': { object: born(kind), ...inProgress },
  pending: { object: makeRun('Pending', { kind }), ...inProgress },
  running: { object: makeRun('Running', { kind }), ...inProgress },
  paused: { object: makeRun('Paused', { kind, spec: { suspend: true } }), kstatus: 'InProgress', argocd: 'Suspended' },
  succeeded: { object: makeRun('Succeeded', { kind }), ...current },
  failed: { object: makeRun('Failed', { kind }), ...failed },
  cancelled: { object: makeRun('Cancelled', { kind, spec: { cancel: true } }), ...failed },
  'stalled, until somebody changes something': { object: makeRun('Failed', { kind, isStalled: true }), ...failed },
  'succeeded, and its spec has changed since': { object: withOldStatus(makeRun('Succeeded', { kind })), ...inProgress },
});

const statesOfLasting = (kind: string): Record<string, ToolStates> => ({
  'not seen yet': { object: born(kind), ...inProgress },
  'starting for the first time': { object: makeAgent(false, 'Reconciling', kind), ...inProgress },
  'ready, and rolling out a change': { object: makeAgent(true, 'Reconciling', kind), ...inProgress },
  ready: { object: makeAgent(true, 'Settled', kind), ...current },
  stalled: { object: makeAgent(false, 'Stalled', kind), ...failed },
  'stalled, while an earlier version answers': { object: makeAgent(true, 'Stalled', kind), ...failed },
  'ready, and its spec has changed since': { object: withOldStatus(makeAgent(true, 'Settled', kind)), ...inProgress },
});

/** Every state of every kind with a status. */
export const states: [name: string, states: ToolStates][] = [
  ...runKinds.flatMap((kind) => Object.entries(statesOfRun(kind)).map(named(kind))),
  ...lastingKinds.flatMap((kind) => Object.entries(statesOfLasting(kind)).map(named(kind))),
];

function named(kind: string) {
  return ([state, one]: [string, ToolStates]): [string, ToolStates] => [
    `${kind.slice(kind.lastIndexOf('/') + 1)}, ${state}`,
    one,
  ];
}
