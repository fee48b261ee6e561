import type { TaskRun } from '../../../api/generated/kinds.js';
import { podFailureReasons, type TaskReason } from '../../../api/reasons.js';
import type { Decision } from '../decision.js';
import type { RunState } from '../run-state.js';
import { cancelled, notRetried, podDeleted } from './pod-state.js';
import { successMessage } from './steps.js';

/** Why the Pod ended, if the status has a reason other than that it was deleted. */
function knownFailure({ conditions = [] }: NonNullable<TaskRun['status']>): RunState | undefined {
  const { reason = '', message = '' } = conditions.find(({ type }) => type === 'Ready') ?? {};
  if (!podFailureReasons.has(reason) || reason === 'PodDeleted') return undefined;
  return notRetried({ phase: 'Failed', reason: reason as TaskReason, message });
}

/** A run whose Pod was seen and is gone, by what was last known of it. Its work is not done again. */
export function lostPod({ spec, status = {} }: TaskRun, podName: string): Decision {
  const { steps = [], startTime, result } = status;
  const isDone = steps.length > 0 && steps.every(({ phase }) => phase === 'Succeeded');
  const done: RunState = { phase: 'Succeeded', reason: 'Completed', message: successMessage(steps) };
  const ended = spec.cancel ? cancelled : (knownFailure(status) ?? podDeleted(podName));
  return { state: isDone ? done : ended, steps, podName, startTime, result, desired: [] };
}
