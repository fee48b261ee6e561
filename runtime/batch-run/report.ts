import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { withCurrentResults } from '../../api/status/stored-result.js';
import { RECENT_SECONDS } from '../creations/recent-creations.js';
import type { Report } from '../engine/reconcile/reconcile-once.js';
import type { Decision, PlannedRun } from './decision.js';
import { jobEnd } from './jobs/job-end.js';
import type { RunIndex } from './jobs/run-index.js';
import { RELEASE_SECONDS } from './jobs/start-gate.js';
import type { ObservedBatchRun } from './observed.js';
import { nextStart } from './policies/backoff.js';
import { LATE_SECONDS } from './policies/final-report.js';
import { pendingDeadline } from './policies/pending-timeout.js';
import { runExpiry } from './policies/retention.js';
import { plannedStatus, unplannedStatus } from './status.js';
import { isFinished } from './task-state.js';
import { runFailure } from './tasks/run-failure.js';

const NEXT_JOBS_SECONDS = 1;
/** No event wakes a run when a slot that was reserved for another run stays free. */
const QUEUED_SECONDS = 30;

/** What the status of the run says, and when to look again. */
export function report(observed: ObservedBatchRun, decision: Decision, now: number): Report<BatchRunStatus> {
  const { parent: run } = observed;
  switch (decision.kind) {
    case 'Finished': {
      const { requeueAfterSeconds } = runExpiry(observed, decision.endTime, now);
      return { status: withCurrentResults(decision.status), requeueAfterSeconds };
    }
    case 'Unplanned': {
      const { problem, requeueAfterSeconds } = decision.planState;
      return { status: unplannedStatus(run, problem, now), requeueAfterSeconds };
    }
    case 'Planned':
      return {
        status: withCurrentResults(statusOf(observed, decision, now)),
        requeueAfterSeconds: nextLook(observed, decision, now),
      };
  }
}

function statusOf(
  { parent: run, outcomes, everCreated }: ObservedBatchRun,
  { index, planState, tasks, next, createFailures }: PlannedRun,
  now: number,
): BatchRunStatus {
  const created = new Set(next.created.map(({ metadata }) => metadata.name));
  // In the status of the very pass that creates them, so that a replica that comes next knows.
  const isKnown = ({ jobName }: TaskStatus) =>
    index.jobs.has(jobName) || everCreated.has(jobName) || created.has(jobName);
  const isSeen = (task: TaskStatus) => index.seen.has(task.index) || isFinished(task) || isKnown(task);
  return plannedStatus(
    { run, planState, tasks, outcomes, isSeen, failure: runFailure(tasks, planState, createFailures) },
    now,
  );
}

function nextLook(observed: ObservedBatchRun, { planState, next, tasks, index }: PlannedRun, now: number) {
  const { parent: run, released, createFailures } = observed;
  return soonest([
    planState.kind === 'Planned' && run.status?.planHash !== planState.planHash ? 0 : undefined,
    next.left > 0 ? NEXT_JOBS_SECONDS : undefined,
    next.queued.size > 0 && planState.kind === 'Planned' && planState.pace.shared ? QUEUED_SECONDS : undefined,
    next.awaited > 0 ? RECENT_SECONDS : undefined,
    released.size > 0 && next.awaited > 0 ? RELEASE_SECONDS : undefined,
    createFailures.retryAt === undefined ? undefined : (createFailures.retryAt - now) / 1000,
    tasks.some((task) => isLagging(task, index)) ? LATE_SECONDS : undefined,
    ...tasks.map((task) => secondsToStart(task, index, now)),
    ...tasks.map((task) => secondsToTimeout(task, index, now)),
  ]);
}

/** Its Job has ended, but the final report of its Pod is still awaited. */
const isLagging = (task: TaskStatus, { jobs }: RunIndex): boolean => {
  const job = isFinished(task) ? undefined : jobs.get(task.jobName);
  return job !== undefined && jobEnd(job) !== undefined;
};

/** Nothing but the time ends the wait of a task that backs off. */
function secondsToStart({ reason, jobName }: TaskStatus, index: RunIndex, now: number): number | undefined {
  const job = reason === 'BackingOff' ? index.jobs.get(jobName) : undefined;
  const start = job && nextStart(index.view(job));
  return start === undefined ? undefined : (start - now) / 1000;
}

/** Nothing but the time says that a Pod has not started in time. */
function secondsToTimeout({ phase, jobName }: TaskStatus, index: RunIndex, now: number): number | undefined {
  const job = phase === 'Pending' ? index.jobs.get(jobName) : undefined;
  const deadline = job && pendingDeadline(index.view(job));
  return deadline === undefined ? undefined : (deadline - now) / 1000;
}

function soonest(seconds: readonly (number | undefined)[]): number | undefined {
  const wished = seconds.filter((each) => each !== undefined);
  return wished.length === 0 ? undefined : Math.max(0, Math.min(...wished));
}
