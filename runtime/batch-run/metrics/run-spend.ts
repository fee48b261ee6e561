import type { BatchRunStatus, TaskStatus } from '../../../api/generated/kinds.js';
import { isFinishedPhase } from '../../../api/status/finished.js';
import { type Spend, spent } from '../../observability/spend.js';

type Entries = ReadonlyMap<number, TaskStatus>;

/** What the tasks of a run have cost that ended between two of its statuses. A large run keeps its results elsewhere. */
export function spentByRun(before: BatchRunStatus | undefined, after: BatchRunStatus): Spend[] {
  if (after.outcomes !== undefined) return [];
  return spentByTasks(byIndex(before?.tasks), byIndex(after.tasks));
}

/** The same between two states of the outcomes of a large run. */
export function spentByTasks(before: Entries, after: Entries): Spend[] {
  return [...after].flatMap(([index, task]) => (isFinishedPhase(before.get(index)?.phase) ? [] : spent(task)));
}

const byIndex = (tasks: readonly TaskStatus[] = []): Entries => new Map(tasks.map((task) => [task.index, task]));
