import type { TaskStatus } from '../../../api/generated/kinds.js';
import { podFailureReasons, type TaskReason } from '../../../api/reasons.js';
import type { ObservedPod } from '../../pod/observed-pod.js';
import { podFailure } from '../../pod/pod-failure.js';
import type { TaskProblem } from '../../pod/task-failure.js';

const TRIES_AGAIN = '; the Job tries again';

/** Why the last Pod that was seen ended, or is being ended, when the entry of its task tells. */
export function knownCause({ reason = '', message = '' }: Partial<TaskStatus> = {}): TaskProblem | undefined {
  if (!podFailureReasons.has(reason)) return undefined;
  return { reason: reason as TaskReason, message: message.replace(TRIES_AGAIN, '') };
}

/** Why the Pod failed; a failure that was told before it was deleted stays. */
export function failureOf(pod: ObservedPod, known: TaskStatus | undefined): TaskProblem {
  const failure = podFailure(pod);
  return failure.reason === 'PodDeleted' ? (knownCause(known) ?? failure) : failure;
}

export const andTriesAgain = (message: string): string => `${message}${TRIES_AGAIN}`;
