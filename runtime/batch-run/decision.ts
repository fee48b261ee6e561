import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import type { CreateFailure } from '../creations/create-failures.js';
import type { RunIndex } from './jobs/run-index.js';
import type { NextTasks } from './policies/concurrency.js';
import type { PlanState } from './template/plan-state.js';

/** By name of the child; each is the reason of its task or of the run. */
export type CreateFailures = ReadonlyMap<string, CreateFailure>;

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
  readonly createFailures: CreateFailures;
}

/** What one pass decides about a run: the requests of the pass and the status follow from it. */
export type Decision = FinishedRun | UnplannedRun | PlannedRun;
