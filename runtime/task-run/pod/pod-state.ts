import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import { hasBegun } from '../../pod/has-begun.js';
import { withIgnoredSigterm } from '../../pod/ignored-sigterm.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { podFailure } from '../../pod/pod-failure.js';
import { hasStarted, podStartFailure } from '../../pod/start-failure.js';
import type { ObservedRunPod } from '../observed.js';
import type { RunState } from '../run-state.js';
import { progressMessage, stepStatuses, successMessage } from './steps.js';

/**
 * The state of a run from its Pod. A Pod that was stopped because its run was cancelled has not failed.
 *
 * @param warnings about the Pod
 */
export function podState(pod: ObservedRunPod, warnings: readonly ObservedWarning[], isCancelled: boolean): RunState {
  if (pod.status?.phase === 'Succeeded') return succeeded(pod);
  if (pod.status?.phase === 'Failed') return failed(pod, isCancelled);
  return unfinished(pod, newest(warnings), isCancelled);
}

const newest = (warnings: readonly ObservedWarning[]): ObservedWarning | undefined =>
  warnings.toSorted((a, b) => (a.lastSeen < b.lastSeen ? -1 : 1)).at(-1);

const succeeded = (pod: ObservedRunPod): RunState => ({
  phase: 'Succeeded',
  reason: 'Completed',
  message: successMessage(stepStatuses(pod)),
});

function failed(pod: ObservedRunPod, isCancelled: boolean): RunState {
  // The kubelet's word for a Pod stopped at its activeDeadlineSeconds, which is how we stop one.
  if (pod.status?.reason === 'DeadlineExceeded') {
    const stopped = isCancelled ? cancelled : timedOut;
    return { ...stopped, message: withIgnoredSigterm(stopped.message, pod) };
  }
  const { reason, message } = podFailure(pod);
  return reason === 'PodDeleted' ? podDeleted(pod.metadata.name) : notRetried({ phase: 'Failed', reason, message });
}

/** A failure, with what to do if something else than the task ended its Pod: a TaskRun has one. */
export function notRetried(state: RunState): RunState {
  const isOver = !disruptions.has(state.reason) || state.message.endsWith(RUN_AGAIN);
  return isOver ? state : { ...state, message: oneLine(`${state.message}${RUN_AGAIN}`) };
}

const disruptions: ReadonlySet<string> = new Set(['Evicted', 'Preempted', 'NodeLost']);

const RUN_AGAIN = '; create another TaskRun to run the task again';

function unfinished(pod: ObservedRunPod, warning: ObservedWarning | undefined, isCancelled: boolean): RunState {
  const phase = hasBegun(pod) ? 'Running' : 'Pending';
  if (isCancelled) return { phase, reason: 'Cancelling', message: 'the containers are being stopped' };
  const problem = podDisruption(pod) ?? podStartFailure(pod, warning);
  if (problem) return { phase, ...problem };
  if (phase === 'Running') return { phase, reason: 'Running', message: progressMessage(stepStatuses(pod)) };
  return hasStarted(pod)
    ? { phase, reason: 'Initializing', message: 'the workspace is being prepared' }
    : { phase, reason: 'PodPending', message: 'the Pod is starting' };
}

export const cancelled: RunState = { phase: 'Cancelled', reason: 'Cancelled', message: 'the run was cancelled' };

export const timedOut: RunState = {
  phase: 'Failed',
  reason: 'DeadlineExceeded',
  message: 'the run took longer than its timeout',
};

export const podDeleted = (podName: string): RunState => ({
  phase: 'Failed',
  reason: 'PodDeleted',
  message: `Pod ${podName} was deleted before it ended${RUN_AGAIN}`,
});
