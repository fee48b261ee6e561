import type { V1Job } from '@kubernetes/client-node';
import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { ANNOTATION_TASK_KEY } from '../../../api/labels.js';
import type { CreateFailure } from '../../creations/create-failures.js';
import { withMissingObject } from '../../pod/missing-key.js';
import { listedAttempts } from '../attempts/listed-attempts.js';
import type { JobView } from '../jobs/job-view.js';
import type { RunIndex } from '../jobs/run-index.js';
import type { LedgerEntry } from '../ledger/ledger.js';
import type { ObservedJob } from '../observed.js';
import { fitEntry } from '../outcomes/entry-size.js';
import { isInline } from '../outcomes/inline-capacity.js';
import { hasNotBegun, reusedState } from '../policies/reuse.js';
import { isFinished, type TaskState } from '../task-state.js';
import type { PlanState } from '../template/plan-state.js';
import { absentJobState, deletedJobState } from './absent-job.js';
import { cancelledJobState, cancelledWithoutJob, cancellingUnseen } from './cancelled-task.js';
import { jobState, settledState } from './job-state.js';

/** What the state of every task of a pass depends on. */
export interface TaskContext {
  readonly run: BatchRun;
  readonly index: RunIndex;
  readonly planState: Exclude<PlanState, { kind: 'Unplanned' }>;
  /** As in `ObservedBatchRun`. */
  readonly recentlyCreated: ReadonlySet<string>;
  readonly everCreated: ReadonlySet<string>;
  /** As in `ObservedBatchRun`. */
  readonly succeeded?: ReadonlyMap<string, LedgerEntry> | undefined;
  readonly released?: ReadonlySet<string>;
  /** By name of the Job. */
  readonly createFailures: ReadonlyMap<string, CreateFailure>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The entry of every task, by index. A settled entry is the very object that was observed, whatever became of its Job. */
export function taskEntries(context: TaskContext): TaskStatus[] {
  const keepsAll = isInline(context.run, context.planState.total);
  return Array.from({ length: context.planState.total }, (_, task) => {
    const known = context.index.entries.get(task);
    return known && isFinished(known) ? known : taskEntry(context, task, keepsAll);
  });
}

/** @param keepsAll whether the status keeps an entry that says no more than Pending */
function taskEntry(context: TaskContext, task: number, keepsAll: boolean): TaskStatus {
  const jobName = context.index.jobName(task);
  const job = context.index.jobs.get(jobName);
  const decide = context.run.spec.cancel ? cancelledOrNot : jobOrNone;
  const state =
    withoutEntry(context, task, job) ?? reused(context, task, jobName, job) ?? decide(context, task, jobName, job);
  const identity = keepsAll || state.phase !== 'Pending' ? taskIdentity(context, task, job) : {};
  const attempts = job && state.reason !== 'Reused' ? listedAttempts(viewOf(context, task, job)) : undefined;
  const listed = attempts ? { attempts } : {};
  return fitEntry({ index: task, jobName, ...identity, ...withNamedObject(context, task, state), ...listed });
}

/** The message of a missing key, with the object that should have it if the plan names it. */
function withNamedObject({ planState }: TaskContext, task: number, state: TaskState): TaskState {
  if (state.reason !== 'FailedMount' || state.message === undefined || planState.kind !== 'Planned') return state;
  const job = () => planState.plan.tasks[task]?.job() as V1Job | undefined;
  return { ...state, message: withMissingObject(state.message, () => job()?.spec?.template.spec?.volumes ?? []) };
}

/**
 * As it was planned, and once it is known never again from a template that may be another by now. The status of a large run
 * has no room for all tasks that run, so when the template has changed, the Job tells at least the key. A synthesized Job may
 * come from another plan: the key is that of its agent, so no outcome counts for work that was not done. A task without a Job
 * has the key that its agent will get, whatever an earlier version of the controller recorded.
 */
function taskIdentity(
  { index, planState }: TaskContext,
  task: number,
  job: ObservedJob | undefined,
): Pick<TaskStatus, 'key' | 'name'> {
  const { key, name } = index.entries.get(task) ?? {};
  const planned = planState.kind === 'Planned' ? planState.plan.tasks[task] : undefined;
  if (key !== undefined && (index.seen.has(task) || !planned)) return { key, ...(name === undefined ? {} : { name }) };
  const jobKey = job?.metadata.annotations?.[ANNOTATION_TASK_KEY];
  if (planned) return { key: jobKey ?? planned.identity().key, name: planned.displayName() };
  return jobKey === undefined ? {} : { key: jobKey };
}

function jobOrNone(context: TaskContext, task: number, jobName: string, job: ObservedJob | undefined): TaskState {
  return job ? jobState(viewOf(context, task, job), context.now) : withoutJob(context, task, jobName);
}

function cancelledOrNot(context: TaskContext, task: number, jobName: string, job: ObservedJob | undefined): TaskState {
  const { index, recentlyCreated, now } = context;
  if (job) return cancelledJobState(viewOf(context, task, job), index.podsOf(job), now);
  if (recentlyCreated.has(jobName)) return cancellingUnseen;
  return cancelledWithoutJob(index.entries.get(task)?.startTime, now);
}

const viewOf = ({ index }: TaskContext, task: number, job: ObservedJob): JobView => ({
  ...index.view(job),
  known: index.entries.get(task),
});

/** A task that another run has done. */
function reused(context: TaskContext, task: number, jobName: string, job: ObservedJob | undefined) {
  const { run, index, planState, succeeded, everCreated, recentlyCreated, now } = context;
  if (!succeeded || succeeded.size === 0 || planState.kind !== 'Planned' || run.spec.cancel) return undefined;
  // What was created in its turn decides by itself.
  if (job && run.spec.jobs !== 'synthesized') return undefined;
  const wasSeen = index.seen.has(task) || everCreated.has(jobName) || recentlyCreated.has(jobName);
  if (!hasNotBegun(job, wasSeen, index, context.released ?? new Set())) return undefined;
  const entry = succeeded.get(planState.plan.tasks[task]?.identity().key ?? '');
  return entry && reusedState(entry, now);
}

/** A task that is settled although its entry is lost, by hand or because it is still on its way through the watch. */
function withoutEntry(context: TaskContext, task: number, job: ObservedJob | undefined): TaskState | undefined {
  const { index, now } = context;
  const phase = settledPhase(index, task);
  if (!phase) return undefined;
  if (phase === 'Cancelled') return cancelledWithoutJob(index.entries.get(task)?.startTime, now);
  const state = job && settledState(viewOf(context, task, job));
  if (state?.phase === phase) return state;
  return {
    phase,
    reason: phase === 'Succeeded' ? 'Completed' : 'JobFailed',
    message: 'its outcome is no longer stored',
  };
}

function withoutJob(context: TaskContext, task: number, jobName: string): TaskState {
  const { index, planState, createFailures, run, now } = context;
  const { recentlyCreated, everCreated } = context;
  if (everCreated.has(jobName) && recentlyCreated.has(jobName)) return onItsWay;
  if (index.seen.has(task) || everCreated.has(jobName))
    return deletedJobState(jobName, index.entries.get(task)?.startTime, now);
  return absentJobState({
    jobName,
    conflicting: index.conflictingJobs.get(jobName),
    problem: planState.kind === 'Held' ? planState.problem : undefined,
    createFailure: createFailures.get(jobName),
    isSynthesized: run.spec.jobs === 'synthesized',
  });
}

/** Its Job was created a moment ago, and has not come back through the watch. */
const onItsWay: TaskState = { phase: 'Pending', reason: 'JobPending' };

function settledPhase({ completed, failed, cancelled }: RunIndex, task: number) {
  if (completed.has(task)) return 'Succeeded';
  if (failed.has(task)) return 'Failed';
  return cancelled.has(task) ? 'Cancelled' : undefined;
}
