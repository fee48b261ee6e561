import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { deadlineExceeded } from '../../pod/pod-failure.js';
import { podResult } from '../../pod/pod-result.js';
import { podStart } from '../../pod/pod-times.js';
import type { TaskFailure } from '../../pod/task-failure.js';
import { type JobEnd, jobEnd } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { failureOf, isRetried, knownFailure } from '../jobs/known-failure.js';
import { hasGatedPods } from '../jobs/start-gate.js';
import type { ObservedTaskPod } from '../observed.js';
import { reachedLimit, type SpentTask, spentTask } from '../policies/attempt-limits.js';
import { awaitsFinalReport } from '../policies/final-report.js';
import { overdueTask } from '../policies/pending-timeout.js';
import type { TaskState } from '../task-state.js';
import { unfinishedState } from './unfinished-job.js';

/** The state of a task that has a Job. The Job decides whether it has ended; the newest Pod says why, and what came of it. */
export function jobState(view: JobView, now: number): TaskState {
  const end = jobEnd(view.job);
  const startTime = taskStart(view);
  const spent = end ? undefined : (spentTask(view) ?? overdueTask(view, now));
  if (spent) return spentState(view, spent, startTime);
  const state = end && !awaitsFinalReport(view, end, now) ? endedState(view, end) : unfinishedState(view, end, now);
  return startTime === undefined ? state : { startTime, ...state };
}

/** The state of a task whose Job would go on, but must not. */
function spentState(
  { pods = [] }: JobView,
  { failure, pod, time }: SpentTask,
  startTime: string | undefined,
): TaskState {
  const ended = pods.find(({ metadata: { uid } }) => uid === pod);
  const { result } = ended ? podResult(ended) : {};
  const start = startTime === undefined ? {} : { startTime };
  return { ...start, phase: 'Failed', ...failure, completionTime: time, ...(result && { result }) };
}

/** The state of a task that is known to have ended: whatever is still on its way of its Pod is not waited for. */
export function settledState(view: JobView): TaskState | undefined {
  const end = jobEnd(view.job);
  const startTime = taskStart(view);
  return end && { ...(startTime === undefined ? {} : { startTime }), ...endedState(view, end) };
}

/** When the task began: with its Job, which is created in time, or with the first container of a Pod that waited for its turn. */
export function taskStart({ job, pod, known }: JobView): string | undefined {
  if (!hasGatedPods(job)) return job.status?.startTime;
  return known?.startTime ?? (pod && podStart(pod));
}

function endedState(view: JobView, end: JobEnd): TaskState {
  const { result, remark } = view.pod ? podResult(view.pod) : {};
  const outcome: TaskState =
    end.outcome === 'Complete'
      ? { phase: 'Succeeded', reason: 'Completed' }
      : { phase: 'Failed', ...failure(view, end) };
  const limit = outcome.phase === 'Failed' && end.reason !== 'DeadlineExceeded' ? reachedLimit(view) : undefined;
  const message = oneLine([outcome.message, limit, remark].filter(Boolean).join('; '));
  return { ...outcome, ...(message && { message }), completionTime: end.time, ...(result && { result }) };
}

/** The Job's deadline, else the failure of its Pod, else the last reported failure of a Pod that is gone, else that it is gone. */
function failure({ job, pod, known }: JobView, end: JobEnd): TaskFailure {
  if (end.reason === 'DeadlineExceeded') return deadlineExceeded;
  if (pod?.status?.phase === 'Failed') return reportedDeletion(pod, known) ?? failureOf(pod, known);
  const gone = pod ? podDisruption(pod) : knownFailure(known);
  if (gone) return gone;
  const why = end.message || end.reason || 'it does not say why';
  const name = job.metadata.name;
  if (!pod && end.reason === 'BackoffLimitExceeded') return { reason: 'PodDeleted', message: podIsGone(name) };
  return { reason: 'JobFailed', message: oneLine(`Job ${name} failed: ${why}`) };
}

/** That the very Pod was being deleted before it ended; once it has ended, it does not always show. */
function reportedDeletion({ metadata }: ObservedTaskPod, known: JobView['known']): TaskFailure | undefined {
  const isTold = known?.reason === 'PodDeleted' && !isRetried(known);
  return isTold && metadata.deletionTimestamp !== undefined ? knownFailure(known) : undefined;
}

const podIsGone = (job: string): string =>
  `the Pod of Job ${job} is gone and its end was not observed: it was deleted, or lost with its node`;
