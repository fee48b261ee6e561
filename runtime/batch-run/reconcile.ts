import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { RECENT_SECONDS } from '../creations/recent-creations.js';
import { refusalsByName } from '../creations/refusals.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Outcome } from '../engine/reconcile/reconcile-once.js';
import { expiryOf } from '../limits/retention.js';
import { jobEnd } from './jobs/job-end.js';
import { ownChildren } from './jobs/ownership.js';
import { indexRun, type RunIndex } from './jobs/run-index.js';
import { RELEASE_SECONDS } from './jobs/start-gate.js';
import type { ObservedBatchRun } from './observed.js';
import { isInline } from './outcomes/inline-capacity.js';
import { stopTasks } from './policies/cancel.js';
import { nextTasks } from './policies/concurrency.js';
import { LATE_SECONDS } from './policies/final-report.js';
import { unstoredOutcomes } from './policies/outcomes.js';
import { holdStatus, plannedStatus, unplannedStatus } from './status.js';
import { isFinished } from './task-state.js';
import { missingJobs } from './tasks/absent-job.js';
import { obstacleOf } from './tasks/blocked-run.js';
import { judgeTasks } from './tasks/tasks.js';
import { unseenPods } from './tasks/unseen-pods.js';
import { explainWaiting } from './tasks/waiting-task.js';
import { type Start, startOf } from './template/plan-state.js';

type Failures = readonly ChildFailure[];

/**
 * Decides one pass over a BatchRun: which children are missing, and what its status should say.
 *
 * First the plan is recorded, then Jobs are created, then tasks are judged until all have ended. A run is over when its
 * status has a completionTime; whatever happens afterwards does not matter, but what comes to light of a cancelled run
 * is still stopped, and a run that has been kept long enough is removed. Children go with the run, by the garbage
 * collector; only the Jobs of a run that has to stay are deleted here, when they have been kept long enough.
 */
export function reconcile(observed: ObservedBatchRun, now: number, failures: Failures): Outcome<BatchRunStatus> {
  const { parent } = observed;
  const { status: { completionTime } = {} } = parent;
  if (parent.status && completionTime) return reconcileFinished(observed, parent.status, completionTime, now);
  const desired = ownChildren(observed);
  const index = indexRun(observed);
  const amendments = stopTasks(parent, index);
  if (!observed.template)
    throw new Error(`Cannot decide about run ${parent.metadata.name}: its template is not loaded`);
  const start = startOf(parent, observed.template, now);
  if (start.kind !== 'Unplanned') return reconcilePlanned(observed, index, start, now, failures);
  const { hindrance, requeueAfterSeconds } = start;
  return { desired, amendments, status: unplannedStatus(parent, hindrance, now), requeueAfterSeconds };
}

/** A run whose Jobs are synthesized is kept for ever: they would be applied, and run, once more. */
function reconcileFinished(observed: ObservedBatchRun, status: BatchRunStatus, endTime: string, now: number) {
  const { parent: run, retention } = observed;
  const own = ownChildren(observed);
  const { phase } = status;
  const kept = run.spec.jobs === 'synthesized' ? {} : retention;
  const { goes, requeueAfterSeconds } = expiryOf({ metadata: run.metadata, phase, endTime }, kept, now);
  if (goes === 'Run') return { desired: own, amendments: [{ type: 'delete', object: run } as const], status };
  const amendments = run.spec.cancel ? stopTasks(run, indexRun(observed)) : [];
  const desired = goes === 'Children' ? own.filter(({ kind }) => kind !== 'Job') : own;
  return { desired, amendments, status, requeueAfterSeconds };
}

type PlannedStart = Exclude<Start, { kind: 'Unplanned' }>;

function reconcilePlanned(
  observed: ObservedBatchRun,
  index: RunIndex,
  start: PlannedStart,
  now: number,
  failures: Failures,
): Outcome<BatchRunStatus> {
  const { parent: run, recentlyCreated, everCreated } = observed;
  const own = ownChildren(observed);
  const refusals = new Map([...observed.refusals.byName, ...refusalsByName(failures)]);
  const judged = judgeTasks({ run, index, start, recentlyCreated, everCreated, refusals, now });
  const next = nextTasks(observed, start, judged, index);
  const tasks = judged.map((task) => explainWaiting(task, run, start, next.queued));
  const outcomes = isInline(run, tasks.length) ? [] : unstoredOutcomes(run, tasks, own);
  // Told in the very pass that creates them, so that a replica that comes next knows; one that is refused asks again.
  const created = new Set(failures.length > 0 ? [] : next.created.map(({ metadata }) => metadata.name));
  const isKnown = ({ jobName }: TaskStatus) =>
    index.jobs.has(jobName) || everCreated.has(jobName) || created.has(jobName);
  const isSeen = (task: TaskStatus) => index.seen.has(task.index) || isFinished(task) || isKnown(task);
  const told = { run, start, tasks, outcomes: observed.outcomes, isSeen, obstacle: obstacleOf(tasks, start, refusals) };
  return {
    desired: [...except(own, outcomes), ...next.created, ...outcomes],
    amendments: [...stopTasks(run, index), ...next.released],
    verifyGone: [...missingJobs(tasks, index), ...unseenPods(run, tasks, index)],
    status: unstoredStatus(observed, failures, now) ?? plannedStatus(told, now),
    requeueAfterSeconds: soonest([
      start.kind === 'Planned' && run.status?.planHash !== start.planHash ? 0 : undefined,
      next.left > 0 ? NEXT_JOBS_SECONDS : undefined,
      next.queued.size > 0 && start.kind === 'Planned' && start.pace.shared ? QUEUED_SECONDS : undefined,
      next.awaited > 0 ? RECENT_SECONDS : undefined,
      observed.released.size > 0 && next.awaited > 0 ? RELEASE_SECONDS : undefined,
      observed.refusals.retryAt === undefined ? undefined : (observed.refusals.retryAt - now) / 1000,
      tasks.some((task) => isLagging(task, index)) ? LATE_SECONDS : undefined,
    ]),
  };
}

const NEXT_JOBS_SECONDS = 1;
/** Slots that were kept for others who do not come in the end are no news that would wake a run. */
const QUEUED_SECONDS = 30;

/** In a large run a task counts as ended only once its outcome is stored: until then the status must not move on. */
function unstoredStatus({ parent }: ObservedBatchRun, failures: Failures, now: number): BatchRunStatus | undefined {
  const unstored = failures.find(({ change }) => LABEL_OUTCOMES_SHARD in (change.object.metadata.labels ?? {}));
  if (!unstored) return undefined;
  if (unstored.transient && parent.status) return parent.status;
  return holdStatus(parent, { reason: 'CreateFailed', message: unstored.message }, now);
}

/** Its Job has ended, but the last words of its Pod are still awaited. */
const isLagging = (task: TaskStatus, { jobs }: RunIndex): boolean => {
  const job = isFinished(task) ? undefined : jobs.get(task.jobName);
  return job !== undefined && jobEnd(job) !== undefined;
};

function except(children: readonly KubernetesObject[], replaced: readonly KubernetesObject[]): KubernetesObject[] {
  const names = new Set(replaced.map(({ metadata }) => metadata.name));
  return children.filter(({ kind, metadata }) => kind !== 'ConfigMap' || !names.has(metadata.name));
}

function soonest(seconds: readonly (number | undefined)[]): number | undefined {
  const wished = seconds.filter((each) => each !== undefined);
  return wished.length === 0 ? undefined : Math.max(0, Math.min(...wished));
}
