import type { TaskReason } from '../../../api/reasons.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import { withAdvice } from '../../pod/advice.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { tookTooLong } from '../../pod/pod-failure.js';
import { hasStarted, podProblem } from '../../pod/start-failure.js';
import type { TaskProblem } from '../../pod/task-failure.js';
import { isHeld, isKueues, isSuspended } from '../jobs/held-job.js';
import { comingFailure, type JobEnd } from '../jobs/job-end.js';
import type { JobSight } from '../jobs/job-view.js';
import { andTriesAgain, failureOf, knownCause } from '../jobs/known-failure.js';
import { isActive } from '../jobs/pod-activity.js';
import { isGated } from '../jobs/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { triesAgain } from '../policies/retry.js';
import type { TaskState } from '../task-state.js';

/**
 * The state of a task whose Job has not ended, or whose end is not told yet.
 *
 * The phase never goes back from Running to Pending unless the Job tries again, or somebody suspended it; and a Pod that is
 * gone is not told to run.
 *
 * @param end when the Job has ended, and the last words of its Pod are awaited
 */
export function unfinishedState(sight: JobSight, end: JobEnd | undefined): TaskState {
  const { job, pod, jobWarning } = sight;
  if (!end && isSuspended(job)) return { phase: 'Pending', reason: 'JobSuspended', message: suspendedMessage(job) };
  if (!end && isHeld(job) && !(pod && isActive(pod) && pod.spec?.nodeName))
    return { phase: 'Pending', reason: 'Queued' };
  if (pod) return isActive(pod) ? activePod(sight, pod) : endedPod(sight, pod);
  if (end?.outcome === 'Complete') return { phase: 'Running', reason: 'Running' };
  return withoutPod(sight) ?? { phase: 'Pending', ...(refusedPod(jobWarning) ?? { reason: 'PodPending' }) };
}

function activePod({ job, podWarning }: JobSight, pod: ObservedTaskPod): TaskState {
  const isRunning = pod.status?.phase === 'Running' || hasStarted(pod);
  const phase = isRunning ? 'Running' : 'Pending';
  const disruption = podDisruption(pod);
  if (disruption) return { phase, ...(comingFailure(job) === 'DeadlineExceeded' ? tookTooLong : disruption) };
  if (isGated(pod)) return { phase: 'Pending', reason: 'Queued' };
  const usual = isRunning ? (pod.status?.phase === 'Running' ? 'Running' : 'Initializing') : 'PodPending';
  return { phase, ...(podProblem(pod, podWarning) ?? { reason: usual }) };
}

function endedPod(sight: JobSight, pod: ObservedTaskPod): TaskState {
  if (pod.status?.phase === 'Succeeded') return { phase: 'Running', reason: 'Running' };
  return failedOnce(sight, failureOf(pod, sight.known), hasStarted(pod));
}

/** Reasons that only a Pod gives which has not ended. */
const podReasons: ReadonlySet<string> = new Set<TaskReason>([
  'Unschedulable',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
]);

/** Its Pod was seen, is gone, and no other has come. */
function withoutPod(sight: JobSight): TaskState | undefined {
  const { job, known } = sight;
  const hadPod = known?.phase === 'Running' || podReasons.has(known?.reason ?? '');
  const message = `the Pod of Job ${job.metadata.name} was deleted before it ended`;
  const cause = knownCause(known) ?? (hadPod ? ({ reason: 'PodDeleted', message } as const) : undefined);
  return cause && failedOnce(sight, cause, known?.phase === 'Running');
}

/** A failure that is not the Job's yet: either it tries again, or it is about to fail. */
function failedOnce(sight: JobSight, { reason, message }: TaskProblem, hasRun: boolean): TaskState {
  if (triesAgain(sight)) return { phase: 'Pending', reason, message: oneLine(andTriesAgain(message)) };
  return {
    phase: hasRun || sight.known?.phase === 'Running' ? 'Running' : 'Pending',
    reason,
    message: oneLine(message),
  };
}

const suspendedMessage = (job: ObservedJob): string =>
  isKueues(job)
    ? 'the Job waits for Kueue to admit it'
    : `somebody suspended Job ${job.metadata.name}; it goes on after kubectl patch job ${job.metadata.name} -n ${job.metadata.namespace} -p '{"spec":{"suspend":false}}'`;

/** Quota and admission refuse the Pod, not the Job; the Job controller says so in an Event. */
function refusedPod(warning: ObservedWarning | undefined): TaskProblem | undefined {
  return warning?.reason === 'FailedCreate'
    ? { reason: 'FailedCreate', message: oneLine(withAdvice(`the Pod cannot be created: ${warning.message}`, 'Task')) }
    : undefined;
}
