import type { BatchRunSpec, BatchSpec, Param, WorkspaceConfigSpec } from '../../api/generated/kinds.js';

/** What a run is planned from. Everything is resolved: the planner looks nothing up. */
export interface BatchRunInputs {
  readonly run: PlannedRun;
  /** `name` is absent for an inline batchSpec. */
  readonly batch: { readonly name?: string; readonly spec: BatchSpec };
  /** The WorkspaceConfig's spec; empty when there is none. */
  readonly workspace: WorkspaceConfigSpec;
}

/** As much of a BatchRun as its plan depends on. */
export interface PlannedRun {
  readonly name: string;
  readonly namespace?: string;
  /** @default runtime */
  readonly jobs?: BatchRunSpec['jobs'];
  /** @default the Batch's */
  readonly maxConcurrency?: number;
  /** @default the Batch's */
  readonly keySalt?: string;
  /** The Batch whose ledger a run with an inline batchSpec uses. @default none */
  readonly reuseFrom?: string;
  /** Of the tasks of the Batch that are part of the run. @default all */
  readonly taskKeys?: readonly string[];
  /** Already in the Batch as the defaults of its parameters; here for problems. */
  readonly params?: readonly Param[];
}
