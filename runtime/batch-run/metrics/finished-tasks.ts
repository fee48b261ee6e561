import type { BatchRunStatus, TaskStatus } from '../../../api/generated/kinds.js';

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
  const reasons = failed > 0 ? newFailures(before, after) : new Map<string, number>();
  const unlisted = failed - [...reasons.values()].reduce((sum, count) => sum + count, 0);
  return [
    { phase: 'Succeeded', reason: 'Completed', count: completed } as const,
    ...[...reasons].map(([reason, count]) => ({ phase: 'Failed', reason, count }) as const),
    { phase: 'Failed', reason: 'Unlisted', count: unlisted } as const,
  ].filter(({ count }) => count > 0);
}

function newFailures(before: BatchRunStatus | undefined, after: BatchRunStatus): Map<string, number> {
  const known = new Set((before?.tasks ?? []).filter(hasFailed).map(({ index }) => index));
  const reasons = new Map<string, number>();
  for (const task of (after.tasks ?? []).filter(hasFailed)) {
    const { index, reason = 'Unlisted' } = task;
    if (!known.has(index)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}

const hasFailed = ({ phase }: TaskStatus): boolean => phase === 'Failed';
