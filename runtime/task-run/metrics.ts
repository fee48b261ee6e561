import type { TaskRun, TaskRunStatus } from '../../api/generated/kinds.js';
import { type Counted, type IsLeader, whileLeading } from '../observability/counted.js';
import { countFinishedRuns } from '../observability/finished-runs.js';
import type { Meters } from '../observability/meters.js';
import { phaseGauge } from '../observability/phase-gauge.js';
import { type Spend, spent } from '../observability/spend.js';
import { spendCounters } from '../observability/spend-counters.js';

/** What the TaskRuns of this cluster come to. */
export function taskRunMetrics(
  meters: Meters,
  { taskRuns }: { readonly taskRuns: Counted<TaskRun> },
  isLeader: IsLeader,
): void {
  const templateOf = ({ spec }: TaskRun) => spec.taskRef ?? '';
  phaseGauge(meters, { name: 'kubetask_taskruns', kinds: 'TaskRuns' }, taskRuns, isLeader);
  countFinishedRuns(meters, taskRuns, isLeader, templateOf);
  const count = spendCounters(meters);
  whileLeading(taskRuns, isLeader, (before, run) =>
    count(run, templateOf(run), spentByTaskRun(before.status, run.status ?? {})),
  );
}

/** What a run has cost, once: when it ends. */
export function spentByTaskRun(before: TaskRunStatus | undefined, after: TaskRunStatus): Spend[] {
  return before?.completionTime !== undefined || after.completionTime === undefined ? [] : spent(after);
}
