import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import type { CreateFailure } from '../creations/create-failures.js';
import { indexRun, type RunIndex } from './jobs/run-index.js';
import type { ObservedBatchRun } from './observed.js';
import { type NextTasks, nextTasks } from './policies/concurrency.js';
import { taskEntries } from './tasks/task-entries.js';
import { explainWaiting } from './tasks/waiting-task.js';
import { type PlanState, planStateOf } from './template/plan-state.js';

type CreateFailures = ReadonlyMap<string, CreateFailure>;

/** A run whose status never changes again. */
export interface FinishedRun {
  readonly kind: 'Finished';
  readonly status: BatchRunStatus;
  /** RFC 3339. */
  readonly endTime: string;
}

/** A run that has no tasks yet. */
export interface UnplannedRun {
  readonly kind: 'Unplanned';
  readonly index: RunIndex;
  readonly planState: Extract<PlanState, { kind: 'Unplanned' }>;
}

/** A run that has tasks. */
export interface PlannedRun {
  readonly kind: 'Planned';
  readonly index: RunIndex;
  readonly planState: Exclude<PlanState, { kind: 'Unplanned' }>;
  /** The entry of every task, by index. */
  readonly tasks: readonly TaskStatus[];
  readonly next: NextTasks;
  /** By name of the child. */
  readonly createFailures: CreateFailures;
}

/** What one pass finds out about a run. */
export type Decision = FinishedRun | UnplannedRun | PlannedRun;

/** Pure. @param createFailures by name of the child; each is the reason of its task or of the run */
export function decide(observed: ObservedBatchRun, createFailures: CreateFailures, now: number): Decision {
  const { parent: run, template, recentlyCreated, everCreated } = observed;
  const { status } = run;
  if (status?.completionTime !== undefined) return { kind: 'Finished', status, endTime: status.completionTime };
  const index = indexRun(observed);
  if (!template) throw new Error(`Cannot decide about run ${run.metadata.name}: its template is not loaded`);
  const planState = planStateOf(run, template, now);
  if (planState.kind === 'Unplanned') return { kind: 'Unplanned', index, planState };
  const entries = taskEntries({ run, index, planState, recentlyCreated, everCreated, createFailures, now });
  const next = nextTasks(observed, planState, entries, index);
  const tasks = entries.map((task) => explainWaiting(task, run, planState, next.queued));
  return { kind: 'Planned', index, planState, tasks, next, createFailures };
}
