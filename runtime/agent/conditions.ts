import type { Condition } from '../../api/generated/kinds.js';
import type { AgentState } from './agent-state.js';

/** What kstatus and `kubectl wait` read: Ready always, and one of Reconciling and Stalled while it is not settled. */
export function conditionsOf(
  { isReady, progress, reason, message }: AgentState,
  previous: readonly Condition[],
  { observedGeneration, time }: { readonly observedGeneration: number; readonly time: string },
): Condition[] {
  const statuses = { Ready: isReady ? 'True' : 'False', ...(progress === 'Settled' ? {} : { [progress]: 'True' }) };
  return Object.entries(statuses).map(([type, status]) => {
    const known = previous.find((condition) => condition.type === type);
    const lastTransitionTime = known?.status === status ? known.lastTransitionTime : time;
    return { type, status: status as Condition['status'], reason, message, lastTransitionTime, observedGeneration };
  });
}
