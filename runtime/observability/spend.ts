import type { BatchRunStatus, Phase, TaskResult, TaskRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { isFinishedPhase } from '../../api/status/finished.js';

/** What work that ended alike has cost, as its agents reported it. Not negative. */
export interface Spend {
  readonly phase: 'Succeeded' | 'Failed' | 'Cancelled';
  readonly costUsd: number;
  readonly tokens: number;
}

interface Work {
  readonly phase?: Phase;
  readonly result?: TaskResult;
}
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

export function spentByTaskRun(before: TaskRunStatus | undefined, after: TaskRunStatus): Spend[] {
  return before?.completionTime !== undefined || after.completionTime === undefined ? [] : spent(after);
}

const byIndex = (tasks: readonly TaskStatus[] = []): Entries => new Map(tasks.map((task) => [task.index, task]));

function spent({ phase, result = {} }: Work): Spend[] {
  const { costUsd, tokens } = amounts(result);
  const isCounted = phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';
  return isCounted && costUsd + tokens > 0 ? [{ phase, costUsd, tokens }] : [];
}

const amounts = ({ costUsd = 0, tokens = 0 }: TaskResult) => ({ costUsd: amount(costUsd), tokens: amount(tokens) });

/** So much that no sum of them is beyond what a counter can hold. */
const MOST = 1e15;

/** Agents may report anything, and earlier versions kept it; a counter only ever grows, and stays a number. */
const amount = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.min(value, MOST) : 0);
