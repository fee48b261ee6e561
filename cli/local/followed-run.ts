import type { Batch, BatchRun, BatchSpec, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { taskDisplayName } from '../../plan/batch-run/task-display-name.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { keyOf } from '../../runtime/engine/object-key.js';
import { type TaskRow, taskRows } from '../run/task-row.js';

/** A run as it is observed, with the Batch that it was started with. */
export interface FollowedRun {
  readonly run: BatchRun;
  readonly batch: BatchSpec;
}

/** The BatchRuns among `objects`, in their order, each with its Batch; an empty one when no object is it. */
export function followedRuns(objects: readonly KubernetesObject[]): FollowedRun[] {
  const batches = new Map(objects.filter(isBatch).map((batch) => [keyOf(batch), batch.spec]));
  return objects.filter(isRun).map((run) => ({ run, batch: batchOf(run, batches) }));
}

function batchOf({ metadata: { namespace }, spec }: BatchRun, batches: ReadonlyMap<string, BatchSpec>): BatchSpec {
  const { batchSpec, batchRef = '' } = spec;
  return batchSpec ?? batches.get(keyOf({ metadata: { name: batchRef, ...(namespace ? { namespace } : {}) } })) ?? {};
}

export const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
export const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';

/** One row per task by index, also before the run is planned: nobody else changes the Batch here. */
export const rowsOf = ({ run, batch }: FollowedRun, outcomes?: ReadonlyMap<number, TaskStatus>): TaskRow[] =>
  taskRows(run, outcomes, plannedNames(batch));

const plannedNames = (batch: BatchSpec): string[] =>
  (batch.variableContexts ?? []).map((_, index) => taskDisplayName(layeredContexts(batch, {}, index), index));
