import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import type { Refusal } from '../creations/create-failures.js';
import { indexRun, type RunIndex } from './jobs/run-index.js';
import type { ObservedBatchRun } from './observed.js';
import { type NextTasks, nextTasks } from './policies/concurrency.js';
import { judgeTasks } from './tasks/task-entries.js';
import { explainWaiting } from './tasks/waiting-task.js';
import { type Start, startOf } from './template/plan-state.js';

type Refusals = ReadonlyMap<string, Refusal>;

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
  readonly start: Extract<Start, { kind: 'Unplanned' }>;
}

/** A run that has tasks. */
export interface PlannedRun {
  readonly kind: 'Planned';
  readonly index: RunIndex;
  readonly start: Exclude<Start, { kind: 'Unplanned' }>;
  /** The entry of every task, by index. */
  readonly tasks: readonly TaskStatus[];
  readonly next: NextTasks;
  /** By name of the child. */
  readonly refusals: Refusals;
}

/** What one pass finds out about a run. */
export type Decision = FinishedRun | UnplannedRun | PlannedRun;

/** Pure. @param refusals of children, by name; what is refused is a reason of its task or of the run */
export function decide(observed: ObservedBatchRun, refusals: Refusals, now: number): Decision {
  const { parent: run, template, recentlyCreated, everCreated } = observed;
  const { status } = run;
  if (status?.completionTime !== undefined) return { kind: 'Finished', status, endTime: status.completionTime };
  const index = indexRun(observed);
  if (!template) throw new Error(`Cannot decide about run ${run.metadata.name}: its template is not loaded`);
  const start = startOf(run, template, now);
  if (start.kind === 'Unplanned') return { kind: 'Unplanned', index, start };
  const judged = judgeTasks({ run, index, start, recentlyCreated, everCreated, refusals, now });
  const next = nextTasks(observed, start, judged, index);
  const tasks = judged.map((task) => explainWaiting(task, run, start, next.queued));
  return { kind: 'Planned', index, start, tasks, next, refusals };
}
