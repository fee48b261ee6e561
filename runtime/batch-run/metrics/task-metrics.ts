import type { BatchRun } from '../../../api/generated/kinds.js';
import { type Counted, type IsLeader, whileLeading } from '../../observability/counted.js';
import type { Meters } from '../../observability/meters.js';
import { finishedTasks } from './finished-tasks.js';

/** The tasks of runs: those that have not ended, and those that end. Labels end at the namespace and the Batch. */
export function taskMetrics(meters: Meters, runs: Counted<BatchRun>, isLeader: IsLeader): void {
  unfinishedTasks(meters, runs, isLeader);
  const finished = meters.counter({
    name: 'kubetask_batchrun_tasks_finished_total',
    help: 'Tasks of BatchRuns that finished while this replica led.',
    labelNames: ['namespace', 'template', 'phase', 'reason'],
  });
  whileLeading(runs, isLeader, (before, { metadata, spec, status = {} }) => {
    const labels = { namespace: metadata.namespace ?? '', template: spec.batchRef ?? '' };
    for (const { count, ...end } of finishedTasks(before.status, status)) finished.inc({ ...labels, ...end }, count);
  });
}

function unfinishedTasks(meters: Meters, { store }: Counted<BatchRun>, isLeader: IsLeader): void {
  meters.gauge({
    name: 'kubetask_batchrun_tasks',
    help: 'Unfinished tasks of the BatchRuns that exist, by phase: Pending or Running. Only on the leader.',
    labelNames: ['namespace', 'phase'],
    collect() {
      this.reset();
      if (!isLeader()) return;
      for (const { metadata, status } of store.all()) {
        const { pending = 0, running = 0 } = status?.progress ?? {};
        this.inc({ namespace: metadata.namespace ?? '', phase: 'Pending' }, pending);
        this.inc({ namespace: metadata.namespace ?? '', phase: 'Running' }, running);
      }
    },
  });
}
