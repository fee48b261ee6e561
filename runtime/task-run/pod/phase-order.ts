import type { Phase } from '../../../api/generated/kinds.js';
import { isFinal, type RunState } from '../run-state.js';

/**
 * The state to show next: a run that has run is shown as Running before it is shown as over, however short it was, so
 * that whoever watches the phase sees every one of them.
 *
 * @param previous the phase shown so far
 * @param hasRun whether any container has started
 */
export function nextState(previous: Phase | undefined, state: RunState, hasRun: boolean): RunState {
  if (!isFinal(state) || !hasRun || previous === 'Running') return state;
  return { phase: 'Running', reason: 'Running', message: 'the Pod has ended' };
}
