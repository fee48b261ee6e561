import type { Phase } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Counted, type IsLeader, whileLeading } from './counted.js';
import type { Meters } from './meters.js';

interface Run extends KubernetesObject {
  readonly status?: { readonly phase?: Phase; readonly startTime?: string; readonly completionTime?: string };
}

/** A minute to a day: agents are slow. */
const runBuckets = [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400];

/** Counts the runs of one kind that end. Labels end at the namespace and the template; a run's name is none. */
export function countFinishedRuns<R extends Run>(
  meters: Meters,
  runs: Counted<R>,
  isLeader: IsLeader,
  templateOf: (run: R) => string,
): void {
  const finished = meters.counter({
    name: 'kubetask_runs_finished_total',
    help: 'Runs that ended while this replica led; template is the Batch or Task, empty when inline.',
    labelNames: ['kind', 'namespace', 'template', 'phase'],
  });
  const seconds = meters.histogram({
    name: 'kubetask_run_duration_seconds',
    help: 'From the start of a run to its end, of those counted in kubetask_runs_finished_total.',
    labelNames: ['kind', 'namespace', 'phase'],
    buckets: runBuckets,
  });
  whileLeading(runs, isLeader, (before, run) => {
    if (run.status?.completionTime === undefined || before.status?.completionTime !== undefined) return;
    const { phase = '', startTime = '', completionTime } = run.status;
    const labels = { kind: run.kind, namespace: run.metadata.namespace ?? '', phase };
    finished.inc({ ...labels, template: templateOf(run) });
    const took = (Date.parse(completionTime) - Date.parse(startTime)) / 1000;
    if (took >= 0) seconds.observe(labels, took);
  });
}
