import type { TaskStatus } from '../../../api/generated/kinds.js';
import { podFailureReasons, type TaskReason } from '../../../api/reasons.js';
import type { ObservedPod } from '../../pod/observed-pod.js';
import { podFailure } from '../../pod/pod-failure.js';
import type { TaskFailure } from '../../pod/task-failure.js';

const RETRY_NOTICE = '; the Job tries again';

/** Why the last observed Pod ended, or is being stopped, if the entry of its task says so. */
export function knownFailure({ reason = '', message = '' }: Partial<TaskStatus> = {}): TaskFailure | undefined {
  if (!podFailureReasons.has(reason)) return undefined;
  return { reason: reason as TaskReason, message: message.replace(RETRY_NOTICE, '') };
}

/** Whether the entry of its task says that a Pod was observed, besides one that has failed. */
export const hadPod = ({ phase, reason = '' }: Partial<TaskStatus> = {}): boolean =>
  phase === 'Running' || podReasons.has(reason);

/** Reasons that only a Pod gives which has not ended. */
const podReasons: ReadonlySet<string> = new Set<TaskReason>([
  'Unschedulable',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
  'Initializing',
]);

/** Why the Pod failed. A failure that was reported before the Pod was deleted stays. */
export function failureOf(pod: ObservedPod, known: TaskStatus | undefined): TaskFailure {
  const failure = podFailure(pod);
  return failure.reason === 'PodDeleted' ? (knownFailure(known) ?? failure) : failure;
}

/** Whether the failure is that of an earlier Pod: the Job was about to create another. */
export const isRetried = ({ message = '' }: TaskStatus): boolean => message.endsWith(RETRY_NOTICE);

export const withRetryNotice = (message: string): string => `${message}${RETRY_NOTICE}`;
