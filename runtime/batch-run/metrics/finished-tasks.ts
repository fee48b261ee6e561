import type { BatchRunStatus } from '../../../api/generated/kinds.js';
import { parseIndexes } from '../../../api/status/index-list.js';

/** Tasks that ended alike, at least one. */
export interface FinishedTasks {
  readonly phase: 'Succeeded' | 'Failed';
  /** `Completed` for those that succeeded; of failed ones that a large run no longer lists, `Unlisted`. */
  readonly reason: string;
  readonly count: number;
}

/** The tasks of one run that ended between two of its statuses, by how they ended. Their sum is exact. */
export function finishedTasks(before: BatchRunStatus | undefined, after: BatchRunStatus): FinishedTasks[] {
  const completed = (after.progress?.completed ?? 0) - (before?.progress?.completed ?? 0);
  const failed = (after.progress?.failed ?? 0) - (before?.progress?.failed ?? 0);
  const reasons = newFailures(before, after);
  const unlisted = failed - [...reasons.values()].reduce((sum, count) => sum + count, 0);
  return [
    { phase: 'Succeeded', reason: 'Completed', count: completed } as const,
    ...[...reasons].map(([reason, count]) => ({ phase: 'Failed', reason, count }) as const),
    { phase: 'Failed', reason: 'Unlisted', count: unlisted } as const,
  ].filter(({ count }) => count > 0);
}

/** A large run lists a failed task as soon as it has room, which may be long after the failure. */
function newFailures(before: BatchRunStatus | undefined, after: BatchRunStatus): Map<string, number> {
  const known = parseIndexes(before?.failedIndexes);
  const reasons = new Map<string, number>();
  for (const { index, phase, reason = 'Unlisted' } of after.tasks ?? [])
    if (phase === 'Failed' && !known.has(index)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return reasons;
}
