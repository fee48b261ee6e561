import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { tookTooLong } from '../../pod/pod-failure.js';
import { podResult } from '../../pod/pod-result.js';
import { podStart } from '../../pod/pod-times.js';
import type { TaskProblem } from '../../pod/task-failure.js';
import { type JobEnd, jobEnd } from '../jobs/job-end.js';
import type { JobSight } from '../jobs/job-view.js';
import { failureOf, knownCause } from '../jobs/known-failure.js';
import { hasGatedPods } from '../jobs/start-gate.js';
import type { ObservedTaskPod } from '../observed.js';
import { awaitsLastWords } from '../policies/final-report.js';
import type { TaskState } from '../task-state.js';
import { unfinishedState } from './unfinished-job.js';

/** The state of a task that has a Job. The Job decides whether it has ended; the newest Pod says why, and what came of it. */
export function jobState(sight: JobSight, now: number): TaskState {
  const end = jobEnd(sight.job);
  const startTime = taskStart(sight);
  const state = end && !awaitsLastWords(sight, end, now) ? endedState(sight, end) : unfinishedState(sight, end);
  return startTime === undefined ? state : { startTime, ...state };
}

/** The state of a task that is known to have ended: whatever is still on its way of its Pod is not waited for. */
export function settledState(sight: JobSight): TaskState | undefined {
  const end = jobEnd(sight.job);
  const startTime = taskStart(sight);
  return end && { ...(startTime === undefined ? {} : { startTime }), ...endedState(sight, end) };
}

/** When the task began: with its Job, which is created in time, or with the first container of a Pod that waited for its turn. */
export function taskStart({ job, pod, known }: JobSight): string | undefined {
  if (!hasGatedPods(job)) return job.status?.startTime;
  return known?.startTime ?? (pod && podStart(pod));
}

function endedState(sight: JobSight, end: JobEnd): TaskState {
  const { result, remark } = sight.pod ? podResult(sight.pod) : {};
  const outcome: TaskState =
    end.outcome === 'Complete'
      ? { phase: 'Succeeded', reason: 'Completed' }
      : { phase: 'Failed', ...failure(sight, end) };
  const message = oneLine([outcome.message, remark].filter(Boolean).join('; '));
  return { ...outcome, ...(message && { message }), completionTime: end.time, ...(result && { result }) };
}

/** The Job's deadline, else what its Pod tells, else what was told of a Pod that is gone, else that it is gone. */
function failure({ job, pod, known }: JobSight, end: JobEnd): TaskProblem {
  if (end.reason === 'DeadlineExceeded') return tookTooLong;
  if (pod?.status?.phase === 'Failed') return deletionToldBefore(pod, known) ?? failureOf(pod, known);
  const gone = pod ? podDisruption(pod) : knownCause(known);
  if (gone) return gone;
  const why = end.message || end.reason || 'it does not say why';
  const name = job.metadata.name;
  if (!pod && end.reason === 'BackoffLimitExceeded') return { reason: 'PodDeleted', message: podIsGone(name) };
  return { reason: 'JobFailed', message: oneLine(`Job ${name} failed: ${why}`) };
}

/** That the very Pod was being deleted while it ran; once it has ended, it does not always show. */
function deletionToldBefore({ metadata }: ObservedTaskPod, known: JobSight['known']): TaskProblem | undefined {
  const isTold = known?.phase === 'Running' && known.reason === 'PodDeleted';
  return isTold && metadata.deletionTimestamp !== undefined ? knownCause(known) : undefined;
}

const podIsGone = (job: string): string =>
  `the Pod of Job ${job} is gone, and nobody saw how it ended: it was deleted, or lost with its node`;
