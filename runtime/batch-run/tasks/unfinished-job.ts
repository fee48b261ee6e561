import { nextStartMessage } from '../../../api/status/next-start.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import { withAdvice } from '../../pod/advice.js';
import { hasBegun } from '../../pod/has-begun.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { deadlineExceeded } from '../../pod/pod-failure.js';
import { hasStarted, podStartFailure } from '../../pod/start-failure.js';
import type { TaskFailure } from '../../pod/task-failure.js';
import { attemptCount, noAttempts } from '../attempts/attempt.js';
import { isHeld, isQueuedByKueue, isSuspended } from '../jobs/held-job.js';
import { failureTarget, type JobEnd } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { failureOf, hadPod, knownFailure, withRetryNotice } from '../jobs/known-failure.js';
import { isActive } from '../jobs/pod-activity.js';
import { isGated } from '../jobs/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { nextStart } from '../policies/backoff.js';
import { willRetry } from '../policies/job-retry.js';
import type { TaskState } from '../task-state.js';

/**
 * The state of a task whose Job has not ended, or whose end is not recorded yet.
 *
 * The phase never goes back from Running to Pending unless the Job tries again, or it was suspended; and a Pod that is
 * gone does not count as running.
 *
 * @param end when the Job has ended, and the final report of its Pod is awaited
 */
export function unfinishedState(view: JobView, end: JobEnd | undefined, now: number): TaskState {
  const { job, pod, jobWarning } = view;
  if (!end && isSuspended(job)) return { phase: 'Pending', reason: 'JobSuspended', message: suspendedMessage(job) };
  if (!end && isHeld(job) && !(pod && isActive(pod) && pod.spec?.nodeName))
    return { phase: 'Pending', reason: 'Queued' };
  if (pod) return isActive(pod) ? activePod(view, pod, now) : endedPod(view, pod);
  if (end?.outcome === 'Complete') return { phase: 'Running', reason: 'Running' };
  return withoutPod(view) ?? { phase: 'Pending', ...(refusedPod(jobWarning) ?? { reason: 'PodPending' }) };
}

function activePod(view: JobView, pod: ObservedTaskPod, now: number): TaskState {
  const { job, podWarning } = view;
  const phase = hasBegun(pod) ? 'Running' : 'Pending';
  const disruption = podDisruption(pod);
  if (disruption) return { phase, ...(failureTarget(job) === 'DeadlineExceeded' ? deadlineExceeded : disruption) };
  if (isGated(pod)) return backingOff(view, now) ?? { phase: 'Pending', reason: 'Queued' };
  const usual = hasBegun(pod) ? 'Running' : hasStarted(pod) ? 'Initializing' : 'PodPending';
  return { phase, ...(podStartFailure(pod, podWarning) ?? { reason: usual }) };
}

/** Its Pod waits at the gate, and not for a slot. */
function backingOff(view: JobView, now: number): TaskState | undefined {
  const start = nextStart(view);
  if (start === undefined || start <= now) return undefined;
  const { history = noAttempts } = view;
  const last = history.last.at(-1)?.reason;
  return { phase: 'Pending', reason: 'BackingOff', message: nextStartMessage(attemptCount(history), start, last) };
}

function endedPod(view: JobView, pod: ObservedTaskPod): TaskState {
  if (pod.status?.phase === 'Succeeded') return { phase: 'Running', reason: 'Running' };
  return failedOnce(view, failureOf(pod, view.known), hasBegun(pod));
}

/** Its Pod was seen, is gone, and no other has come. */
function withoutPod(view: JobView): TaskState | undefined {
  const { job, known } = view;
  const message = `the Pod of Job ${job.metadata.name} was deleted before it ended`;
  const cause = knownFailure(known) ?? (hadPod(known) ? ({ reason: 'PodDeleted', message } as const) : undefined);
  return cause && failedOnce(view, cause, known?.phase === 'Running');
}

/** A failure that is not the Job's yet: either it tries again, or it is about to fail. */
function failedOnce(view: JobView, { reason, message }: TaskFailure, hasRun: boolean): TaskState {
  if (willRetry(view)) return { phase: 'Pending', reason, message: oneLine(withRetryNotice(message)) };
  return {
    phase: hasRun || view.known?.phase === 'Running' ? 'Running' : 'Pending',
    reason,
    message: oneLine(message),
  };
}

const suspendedMessage = (job: ObservedJob): string =>
  isQueuedByKueue(job)
    ? 'the Job waits for Kueue to admit it'
    : `Job ${job.metadata.name} is suspended; to resume it, run kubectl patch job ${job.metadata.name} -n ${job.metadata.namespace} -p '{"spec":{"suspend":false}}'`;

/** Quota and admission refuse the Pod, not the Job; the Job controller says so in an Event. */
function refusedPod(warning: ObservedWarning | undefined): TaskFailure | undefined {
  return warning?.reason === 'FailedCreate'
    ? { reason: 'FailedCreate', message: oneLine(withAdvice(`the Pod cannot be created: ${warning.message}`, 'Task')) }
    : undefined;
}
