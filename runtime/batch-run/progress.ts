import type { Progress, TaskPhase, TaskStatus } from '../../api/generated/kinds.js';

const counters: Readonly<Record<TaskPhase, 'pending' | 'running' | 'completed' | 'failed'>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'completed',
  Failed: 'failed',
};

/** Counts every task once, so that pending + running + completed + failed = total. */
export function progressOf(tasks: readonly TaskStatus[]): Required<Progress> {
  const progress = { total: tasks.length, pending: 0, running: 0, completed: 0, failed: 0 };
  for (const { phase } of tasks) progress[counters[phase]] += 1;
  return progress;
}
