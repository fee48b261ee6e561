import type { BatchRun } from '../../api/generated/kinds.js';
import type { Output } from '../output/output.js';
import { namedRows } from '../run/named-rows.js';
import { type TaskRow, taskRows } from '../run/task-row.js';
import type { Cluster } from './cluster.js';
import { outcomesOfRun } from './outcomes-of-run.js';
import { ifReadable } from './readable-kinds.js';

export interface RowsOfRun {
  /** By index. */
  readonly rows: readonly TaskRow[];
  /** Whether we are not allowed to read the stored outcomes; stderr says so. */
  readonly isPartial: boolean;
}

/**
 * Every task of a run, with its stored outcome. Names that a large run does not record come from its Batch as long as that
 * is what the run was planned from; `err` says how many tasks have none.
 */
export async function taskRowsOfRun(cluster: Cluster, run: BatchRun, err: Output): Promise<RowsOfRun> {
  const outcomes = await ifReadable(cluster, outcomesOfRun(cluster, run, err), undefined);
  const recorded = taskRows(run, outcomes);
  const isPartial = outcomes === undefined;
  const { planHash } = run.status ?? {};
  if (planHash === undefined || recorded.every(({ name }) => name !== '')) return { rows: recorded, isPartial };
  // The planner would double the start of every command.
  const { templateOfRun } = await import('./template-of-run.js');
  const { planBatchRun } = await import('../../plan/batch-run/plan.js');
  const template = await ifReadable(cluster, templateOfRun(cluster, run), undefined);
  const plan = template?.resolution.kind === 'Resolved' ? planBatchRun(template.resolution.inputs) : undefined;
  const { rows, nameless } = namedRows(recorded, plan, planHash);
  if (nameless > 0 && template)
    err.line(
      `${nameless} of ${rows.length} tasks have no name: the run has not recorded it, and its Batch or WorkspaceConfig has changed since`,
    );
  return { rows, isPartial };
}
