import type { Phase } from '../../../api/generated/kinds.js';
import { isFinishedPhase } from '../../../api/status/finished.js';
import type { RunState } from '../run-state.js';

/**
 * The state to show next: a run that has run is shown as Running before it is shown as over, however short it was, so
 * that a client that watches the phase sees each of them.
 *
 * @param previous the phase shown so far
 * @param hasRun whether the agent or a step has started
 */
export function nextState(previous: Phase | undefined, state: RunState, hasRun: boolean): RunState {
  if (!isFinishedPhase(state.phase) || !hasRun || previous === 'Running') return state;
  return { phase: 'Running', reason: 'Running', message: 'the Pod has ended' };
}
