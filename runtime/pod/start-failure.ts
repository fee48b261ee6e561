import type { TaskReason } from '../../api/reasons.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import { type AdvisedKind, withAdvice } from './advice.js';
import { startHint } from './exit-hint.js';
import type { ObservedContainer, ObservedPod, ObservedTermination } from './observed-pod.js';
import { containersOf } from './pod-containers.js';
import type { TaskFailure } from './task-failure.js';

/**
 * What blocks a Pod that has not ended; undefined when nothing does, so that the status recovers with the Pod.
 *
 * @param warning the newest about the Pod
 * @param kind of the object whose Pod it is, to which the advice applies
 */
export function podStartFailure(
  pod: ObservedPod,
  warning: ObservedWarning | undefined,
  kind: AdvisedKind = 'Task',
): TaskFailure | undefined {
  return unschedulable(pod) ?? waitingContainer(pod, kind) ?? warned(pod, warning);
}

function unschedulable({ status }: ObservedPod): TaskFailure | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  if (scheduled.reason === 'SchedulingGated') return undefined;
  return { reason: 'Unschedulable', message: oneLine(scheduled.message ?? 'no node takes the Pod') };
}

function waitingContainer(pod: ObservedPod, kind: AdvisedKind): TaskFailure | undefined {
  for (const container of containersOf(pod)) {
    const { reason = '', message = '' } = container.state?.waiting ?? {};
    const known = waitingReasons[reason];
    if (known)
      return {
        reason: known,
        message: oneLine(
          withAdvice(`${wording(known, container)}: ${message || reason}${hintOf(known, message)}`, kind),
        ),
      };
  }
  return undefined;
}

/** Source: kubernetes/kubernetes, pkg/kubelet/images/types.go and pkg/kubelet/kuberuntime/kuberuntime_container.go */
const waitingReasons: Readonly<Record<string, TaskReason>> = {
  ErrImagePull: 'ErrImagePull',
  ErrImageNeverPull: 'ErrImagePull',
  ImageInspectError: 'ErrImagePull',
  RegistryUnavailable: 'ErrImagePull',
  SignatureValidationFailed: 'ErrImagePull',
  ImagePullBackOff: 'ImagePullBackOff',
  InvalidImageName: 'InvalidImageName',
  CreateContainerConfigError: 'CreateContainerConfigError',
  CreateContainerError: 'CreateContainerError',
  RunContainerError: 'CreateContainerError',
};

function wording(reason: TaskReason, { name, image }: ObservedContainer): string {
  return reason === 'CreateContainerConfigError' || reason === 'CreateContainerError'
    ? `container ${name} cannot be created`
    : `image ${image} of container ${name} cannot be pulled`;
}

/** A missing image or volume is called "not found", too, and is no missing command. */
const hintOf = (known: TaskReason, message: string): string =>
  known === 'CreateContainerError' && /\bexec\b/.test(message) ? startHint(message) : '';

const warningReasons: Readonly<Record<string, TaskReason>> = {
  FailedMount: 'FailedMount',
  FailedScheduling: 'Unschedulable',
};

/** Events stay after their cause is gone, so an Event counts only while no container has started. */
function warned(pod: ObservedPod, warning: ObservedWarning | undefined): TaskFailure | undefined {
  const reason = warning && warningReasons[warning.reason];
  return reason && !hasStarted(pod) ? { reason, message: oneLine(warning.message) } : undefined;
}

/** Whether any container runs or ran; `Pod.status.phase` is still Pending while init containers do. */
export function hasStarted(pod: ObservedPod): boolean {
  return containersOf(pod).some(isStarted);
}

export const isStarted = ({ state: { running, terminated } = {} }: ObservedContainer): boolean =>
  running !== undefined || (terminated !== undefined && hasRun(terminated));

/** Not what could not start, or was never found when its Pod ended. */
const hasRun = ({ reason }: ObservedTermination): boolean =>
  reason !== 'StartError' && reason !== 'ContainerCannotRun' && reason !== 'ContainerStatusUnknown';
