import type { BatchRunStatus, TaskStatus } from '../../../api/generated/kinds.js';
import { isFinishedPhase } from '../../../api/status/finished.js';
import { type Spend, spent } from '../../observability/spend.js';

/** What the tasks of a run have cost that ended between two of its statuses. A large run keeps its results elsewhere. */
export function spentByRun(before: BatchRunStatus | undefined, after: BatchRunStatus): Spend[] {
  if (after.outcomes !== undefined) return [];
  return spentByTasks(byJob(before?.tasks), byJob(after.tasks));
}

/** The same between two states of the outcomes of a large run. */
export function spentByTasks<Key>(before: ReadonlyMap<Key, TaskStatus>, after: ReadonlyMap<Key, TaskStatus>): Spend[] {
  return [...after].flatMap(([key, task]) => (isFinishedPhase(before.get(key)?.phase) ? [] : spent(task)));
}

/** Not by index: in a run that follows its template, a task may move. */
const byJob = (tasks: readonly TaskStatus[] = []): ReadonlyMap<string, TaskStatus> =>
  new Map(tasks.map((task) => [task.jobName, task]));
