import type { Progress, TaskPhase, TaskStatus } from '../../../api/generated/kinds.js';

const counters: Readonly<Record<TaskPhase, keyof Progress>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'completed',
  Failed: 'failed',
  Cancelled: 'cancelled',
};

/** `cancelled` is there when it is not 0. */
export type Counts = Required<Omit<Progress, 'cancelled'>> & Pick<Progress, 'cancelled'>;

/** Counts every task once, so that pending + running + completed + failed + cancelled = total. */
export function progressOf(tasks: readonly TaskStatus[]): Counts {
  const progress: Counts = { total: tasks.length, pending: 0, running: 0, completed: 0, failed: 0 };
  for (const { phase } of tasks) progress[counters[phase]] = (progress[counters[phase]] ?? 0) + 1;
  return progress;
}
