import type { IsLeader } from '../../observability/counted.js';
import { countFinishedRuns } from '../../observability/finished-runs.js';
import type { Meters } from '../../observability/meters.js';
import { phaseGauge } from '../../observability/phase-gauge.js';
import { type CountedRuns, spendMetrics } from './spend-metrics.js';
import { taskMetrics } from './task-metrics.js';

/** What the BatchRuns of this cluster come to. */
export function batchRunMetrics(meters: Meters, informers: CountedRuns, isLeader: IsLeader): void {
  const { runs } = informers;
  phaseGauge(meters, { name: 'kubetask_batchruns', kinds: 'BatchRuns' }, runs, isLeader);
  taskMetrics(meters, runs, isLeader);
  countFinishedRuns(meters, runs, isLeader, ({ spec }) => spec.batchRef ?? '');
  spendMetrics(meters, informers, isLeader);
}
