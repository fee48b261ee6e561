import type { Condition, Phase } from '../../api/generated/kinds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';

const MAX_MESSAGE = 1024;

/**
 * The condition that waiting ends with, however the run went: `kubectl wait --for=condition=Finished`. True when the run has
 * ended, and when nothing more happens unless an object changes; then it heals with the run.
 */
export function finishedCondition(
  { phase, reason, message }: { readonly phase: Phase; readonly reason: string; readonly message: string },
  previous: readonly Condition[],
  { observedGeneration, time }: { readonly observedGeneration: number; readonly time: string },
): Condition {
  const status = phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled' ? 'True' : 'False';
  const known = previous.find(({ type }) => type === 'Finished');
  const lastTransitionTime = known?.status === status ? known.lastTransitionTime : time;
  const short = oneLine(message, MAX_MESSAGE);
  return { type: 'Finished', status, reason, message: short, lastTransitionTime, observedGeneration };
}
