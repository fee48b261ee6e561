import type { BatchRunPlan } from '../../plan/batch-run/plan.js';
import type { TaskRow } from './task-row.js';

export interface NamedRows {
  readonly rows: readonly TaskRow[];
  /** How many of them have no name. */
  readonly nameless: number;
}

/**
 * The rows with names and keys that the run did not record, where `plan` has them for sure: all of them if it is the plan of
 * the run, else those whose key it has.
 *
 * @param plan what the run would be planned from now; undefined if it cannot be planned
 * @param planHash of the run
 */
export function namedRows(recorded: readonly TaskRow[], plan: BatchRunPlan | undefined, planHash: string): NamedRows {
  const isSame = plan?.hash === planHash;
  const byKey = new Map(isSame ? [] : plan?.tasks.map((task) => [task.identity().key, task]));
  const rows = recorded.map((row) => {
    if (row.key !== '' && row.name !== '') return row;
    const task = isSame ? plan?.tasks[row.index] : byKey.get(row.key);
    return task ? { ...row, name: task.displayName(), key: task.identity().key } : row;
  });
  return { rows, nameless: rows.filter(({ name }) => name === '').length };
}
