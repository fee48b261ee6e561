import type { BatchRun, BatchSpec } from '../../api/generated/kinds.js';
import { formatIndexes, parseIndexes } from '../../runtime/batch-run/index-list.js';
import { UserError } from '../errors/user-error.js';
import { ANNOTATION_RETRY_OF, ANNOTATION_RETRY_TASKS } from './lineage.js';
import { baseName, type NewRun, newRun } from './new-run.js';
import { nameOf } from './run-state.js';

/**
 * A run of the failed tasks alone: the same batch with their variableContexts only, written into the run itself, since
 * the Batch has all tasks. Equal inputs give equal task keys, so an agent finds what the first try left behind.
 *
 * @param batch the spec the run was made from, as it is now; undefined when its Batch is gone
 * @throws UserError when nothing has failed, or the failed tasks are no longer there
 */
export function retryOfRun(run: BatchRun, batch: BatchSpec | undefined): NewRun {
  const { name, namespace = '' } = run.metadata;
  const failed = failedTasks(run);
  if (failed.length === 0) {
    throw new UserError(`Cannot retry ${nameOf(run)}: none of its tasks has failed`, [
      `kubectl task rerun ${nameOf(run)} does all of them again`,
    ]);
  }
  if (!batch) throw new UserError(`Cannot retry ${nameOf(run)}: batch/${run.spec.batchRef} is gone`);
  const contexts = batch.variableContexts ?? [];
  const last = failed.at(-1) ?? 0;
  if (last >= contexts.length) {
    throw new UserError(
      `Cannot retry ${nameOf(run)}: task ${last} failed, and batch/${run.spec.batchRef} now has only ${contexts.length}`,
      [`kubectl task start batch/${run.spec.batchRef} runs what it has now`],
    );
  }
  const batchSpec = { ...batch, variableContexts: failed.map((index) => contexts[index] ?? []) };
  return newRun(
    'BatchRun',
    `${run.spec.batchRef ?? baseName(name)}-retry`,
    namespace,
    { batchSpec },
    {
      [ANNOTATION_RETRY_OF]: name,
      [ANNOTATION_RETRY_TASKS]: formatIndexes(failed),
    },
  );
}

/** Ascending. */
export function failedTasks({ status }: BatchRun): number[] {
  const listed = (status?.tasks ?? []).filter(({ phase }) => phase === 'Failed').map(({ index }) => index);
  return [...new Set([...parseIndexes(status?.failedIndexes), ...listed])].sort((a, b) => a - b);
}
