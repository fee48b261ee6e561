import { withAdvice } from '../pod/advice.js';
import type { ObservedPod } from '../pod/observed-pod.js';
import type { ObservedWarning } from '../pod/observed-warning.js';
import { podFailure, tookTooLong } from '../pod/pod-failure.js';
import { hasStarted, podProblem } from '../pod/pod-problem.js';
import { podResult } from '../pod/pod-result.js';
import { podStart } from '../pod/pod-times.js';
import type { TaskProblem } from '../pod/task-problem.js';
import { oneLine } from '../run/sentence.js';
import { isHeld, isKueues, isSuspended } from './held-job.js';
import { type JobEnd, jobEnd } from './job-end.js';
import type { JobSight } from './job-sight.js';
import { awaitsLastWords } from './last-words.js';
import type { ObservedJob } from './observed.js';
import { isActive } from './occupied-slots.js';
import { hasGatedPods, isGated } from './start-gate.js';
import type { TaskState } from './task-state.js';

/** The state of a task that has a Job. The Job decides whether it has ended; the newest Pod says why, and what came of it. */
export function jobState(sight: JobSight, now: number): TaskState {
  const end = jobEnd(sight.job);
  const startTime = taskStart(sight);
  const state = end && !awaitsLastWords(sight, end, now) ? endedState(sight, end) : unfinishedState(sight, end);
  return startTime === undefined ? state : { startTime, ...state };
}

/** When the task began: with its Job, which is created in time, or with the first container of a Pod that waited for its turn. */
export function taskStart({ job, pod, known }: JobSight): string | undefined {
  if (!hasGatedPods(job)) return job.status?.startTime;
  return known?.startTime ?? (pod && podStart(pod));
}

function endedState({ pod, job }: JobSight, end: JobEnd): TaskState {
  const { result, remark } = pod ? podResult(pod) : {};
  const outcome: TaskState =
    end.outcome === 'Complete'
      ? { phase: 'Succeeded', reason: 'Completed' }
      : { phase: 'Failed', ...failure(job, pod, end) };
  const message = oneLine([outcome.message, remark].filter(Boolean).join('; '));
  return { ...outcome, ...(message && { message }), completionTime: end.time, ...(result && { result }) };
}

function failure(job: ObservedJob, pod: ObservedPod | undefined, end: JobEnd): TaskProblem {
  if (end.reason === 'DeadlineExceeded') return tookTooLong;
  if (pod?.status?.phase === 'Failed') return podFailure(pod);
  const why = end.message || end.reason || 'it does not say why';
  return { reason: 'JobFailed', message: oneLine(`Job ${job.metadata.name} failed: ${why}`) };
}

function unfinishedState({ job, pod, jobWarning, podWarning }: JobSight, end: JobEnd | undefined): TaskState {
  if (end) return { phase: 'Running', reason: 'Running' };
  if (isSuspended(job)) return { phase: 'Pending', reason: 'JobSuspended', message: suspendedMessage(job) };
  if (isHeld(job) && !(pod && isActive(pod))) return { phase: 'Pending', reason: 'Queued' };
  if (!pod) return { phase: 'Pending', ...(refusedPod(jobWarning) ?? { reason: 'PodPending' }) };
  if (isGated(pod) && isActive(pod) && !pod.metadata.deletionTimestamp) return { phase: 'Pending', reason: 'Queued' };
  if (pod.status?.phase === 'Failed') return { phase: 'Pending', ...retried(podFailure(pod)) };
  if (pod.status?.phase === 'Running' || pod.status?.phase === 'Succeeded') return running(pod, podWarning);
  if (hasStarted(pod)) return { phase: 'Running', ...(podProblem(pod, podWarning) ?? { reason: 'Initializing' }) };
  return { phase: 'Pending', ...(podProblem(pod, podWarning) ?? { reason: 'PodPending' }) };
}

const suspendedMessage = (job: ObservedJob): string =>
  isKueues(job)
    ? 'the Job waits for Kueue to admit it'
    : `somebody suspended Job ${job.metadata.name}; it goes on after kubectl patch job ${job.metadata.name} -n ${job.metadata.namespace} -p '{"spec":{"suspend":false}}'`;

function running(pod: ObservedPod, warning: ObservedWarning | undefined): TaskState {
  return { phase: 'Running', ...(podProblem(pod, warning) ?? { reason: 'Running' }) };
}

const retried = ({ reason, message }: TaskProblem): TaskProblem => ({
  reason,
  message: oneLine(`${message}; the Job tries again`),
});

/** Quota and admission refuse the Pod, not the Job; the Job controller says so in an Event. */
function refusedPod(warning: ObservedWarning | undefined): TaskProblem | undefined {
  return warning?.reason === 'FailedCreate'
    ? { reason: 'FailedCreate', message: oneLine(withAdvice(`the Pod cannot be created: ${warning.message}`, 'Task')) }
    : undefined;
}
