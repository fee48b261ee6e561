import type { BatchRun, BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import type { Change } from '../engine/reconcile/diff.js';
import type { Outcome } from '../engine/reconcile/reconcile-once.js';
import type { CreateFailures, Decision, FinishedRun, PlannedRun } from './decision.js';
import { jobEnd } from './jobs/job-end.js';
import { ownChildren } from './jobs/ownership.js';
import { indexRun, type RunIndex } from './jobs/run-index.js';
import type { ObservedBatchRun } from './observed.js';
import { cancelTasks } from './policies/cancel.js';
import { nextTasks } from './policies/concurrency.js';
import { holdFinished } from './policies/hold-finished.js';
import { pauseTasks } from './policies/pause.js';
import { recordAttempts } from './policies/record-attempts.js';
import { runExpiry } from './policies/retention.js';
import { succeededTasks } from './policies/reuse.js';
import { endSpent } from './policies/spent-tasks.js';
import { unstoredOutcomes } from './policies/unstored-outcomes.js';
import { report } from './report.js';
import { missingJobs } from './tasks/absent-job.js';
import { taskEntries } from './tasks/task-entries.js';
import { unseenPods } from './tasks/unseen-pods.js';
import { explainWaiting } from './tasks/waiting-task.js';
import { followTemplate } from './template/follow-template.js';
import { planStateOf } from './template/plan-state.js';

/**
 * Decides one pass over a BatchRun: which children are missing, and what its status should say.
 *
 * 0. If the run follows its template, and the template has changed, what is known of each task moves to its new place.
 * 1. A run whose status has a completionTime is finished. A Pod that appears after a cancellation is still stopped, and
 *    what has been kept long enough is deleted. Nothing else happens to it.
 * 2. The Batch and its WorkspaceConfig become a plan. Without one the run waits, and its status says for what.
 * 3. The state of each task follows from its Job and Pods, or from the outcome that is stored.
 * 4. Tasks start while slots are free, once the status names the plan.
 * 5. A paused run holds its Jobs; a cancelled run ends them. So does a task that has used up what it may try.
 * 6. A large run stores the outcomes of the tasks that have ended.
 *
 * The garbage collector deletes the children with the run.
 */
export function reconcile(seen: ObservedBatchRun, now: number): Outcome<BatchRunStatus> {
  const observed = followTemplate(seen);
  const decision = decide(observed, observed.createFailures.byName, now);
  return { ...requests(observed, decision, now), ...report(observed, decision, now) };
}

/** Steps 1 to 4. `explain` repeats them with the failures of the pass. */
export function decide(observed: ObservedBatchRun, createFailures: CreateFailures, now: number): Decision {
  const { parent: run, template, recentlyCreated, everCreated, succeeded, released } = observed;
  const { status } = run;
  if (status?.completionTime !== undefined) return { kind: 'Finished', status, endTime: status.completionTime };
  if (!template) throw new Error(`Cannot decide about run ${run.metadata.name}: its template is not loaded`);
  const planState = planStateOf(run, template, now);
  const index = indexRun(observed, planState);
  if (planState.kind === 'Unplanned') return { kind: 'Unplanned', index, planState };
  const entries = taskEntries({
    run,
    index,
    planState,
    recentlyCreated,
    everCreated,
    createFailures,
    succeeded,
    released,
    now,
  });
  const next = nextTasks(observed, planState, entries, index, now);
  const tasks = entries.map((task) => explainWaiting(task, run, planState, next.queued));
  return { kind: 'Planned', index, planState, tasks, next, createFailures };
}

type Requests = Pick<Outcome<BatchRunStatus>, 'desired' | 'amendments' | 'verifyGone' | 'records'>;

function requests(observed: ObservedBatchRun, decision: Decision, now: number): Requests {
  switch (decision.kind) {
    case 'Finished':
      return afterEnd(observed, decision, now);
    case 'Unplanned':
      return { desired: ownChildren(observed), amendments: stopped(observed, decision.index) };
    case 'Planned':
      return planned(observed, decision);
  }
}

function afterEnd(observed: ObservedBatchRun, { endTime }: FinishedRun, now: number): Requests {
  const { parent: run } = observed;
  const own = ownChildren(observed);
  const { goes } = runExpiry(observed, endTime, now);
  if (goes === 'Run') return { desired: own, amendments: [{ type: 'delete', object: run }] };
  const amendments = mayGoOn(observed) ? endedForGood(run, indexRun(observed)) : [];
  return { desired: goes === 'Children' ? own.filter(({ kind }) => kind !== 'Job') : own, amendments };
}

/** Whether a Job of the finished run has not ended, or its Pod may still appear. */
const mayGoOn = ({ parent: { spec }, children }: ObservedBatchRun): boolean =>
  spec.cancel === true || children.some((child) => child.kind === 'Job' && jobEnd(child) === undefined);

const endedForGood = (run: BatchRun, index: RunIndex): Change[] =>
  oncePerObject([
    ...cancelTasks(run, index),
    ...ended(run, [...index.entries.values()], index),
    ...endSpent(run, [...index.entries.values()], index),
    ...recordAttempts(run, index),
  ]);

/** The first change of each object: what else is to change of it fits only the version that comes of that. */
function oncePerObject(changes: readonly Change[]): Change[] {
  const seen = new Set<string>();
  return changes.filter(({ object: { kind, metadata } }) => {
    const key = `${kind} ${metadata.name}`;
    return !seen.has(key) && seen.add(key);
  });
}

function planned(observed: ObservedBatchRun, { index, tasks, next }: PlannedRun): Requests {
  const { parent: run } = observed;
  const own = ownChildren(observed);
  const outcomes = unstoredOutcomes(run, tasks, own);
  const replaced = new Set(outcomes.map(({ metadata }) => metadata.name));
  const kept = own.filter(({ kind, metadata }) => kind !== 'ConfigMap' || !replaced.has(metadata.name));
  return {
    desired: [...kept, ...next.created, ...outcomes],
    amendments: oncePerObject([
      ...stopped(observed, index),
      ...ended(run, tasks, index),
      ...next.released,
      ...endSpent(run, tasks, index),
      ...recordAttempts(run, index),
    ]),
    records: observed.succeeded ? succeededTasks(run.metadata.name, tasks, index) : [],
    verifyGone: [...missingJobs(tasks, index), ...unseenPods(run, tasks, index)],
  };
}

/** Git may apply the Jobs of tasks that have finished. */
const ended = (run: BatchRun, tasks: readonly TaskStatus[], index: RunIndex): Change[] =>
  run.spec.jobs === 'synthesized' ? holdFinished(run, tasks, index) : [];

const stopped = ({ parent: run }: ObservedBatchRun, index: RunIndex): Change[] => [
  ...pauseTasks(run, index),
  ...cancelTasks(run, index),
];
