import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { BatchRun, TaskRun } from '../../../api/generated/kinds.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { finishedTasks } from './finished-tasks.js';

/** The part of an informer that is counted here. */
export interface Runs<Run> {
  readonly store: { all(): readonly Run[] };
  onChange(listener: (delta: Delta<Run>) => void): void;
}

export interface RunSources {
  readonly batchRuns: Runs<BatchRun>;
  readonly taskRuns: Runs<TaskRun>;
  /** Only the leader counts, or a sum over replicas would count twice. */
  readonly isLeader: () => boolean;
}

/** A minute to a day: agents are slow. */
const runBuckets = [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400];

/** What the runs of this cluster come to. Labels end at the namespace and the template; a run's name is none. */
export function runMetrics(registry: Registry, { batchRuns, taskRuns, isLeader }: RunSources): void {
  phaseGauge(registry, 'kubetask_batchruns', 'BatchRuns', batchRuns, isLeader);
  phaseGauge(registry, 'kubetask_taskruns', 'TaskRuns', taskRuns, isLeader);
  taskGauge(registry, batchRuns, isLeader);
  countFinishedTasks(registry, batchRuns, isLeader);
  const countRun = finishedRunCounter(registry);
  const countIfFinished = (run: BatchRun | TaskRun, before: BatchRun | TaskRun) => {
    if (isLeader() && endOf(run) !== undefined && endOf(before) === undefined) countRun(run);
  };
  batchRuns.onChange((delta) => delta.type === 'updated' && countIfFinished(delta.object, delta.previous));
  taskRuns.onChange((delta) => delta.type === 'updated' && countIfFinished(delta.object, delta.previous));
}

function phaseGauge(
  registry: Registry,
  name: string,
  kinds: string,
  { store }: Runs<BatchRun | TaskRun>,
  isLeader: () => boolean,
): void {
  new Gauge({
    name,
    help: `${kinds} that exist, by phase. Only on the leader.`,
    labelNames: ['namespace', 'phase'],
    registers: [registry],
    collect() {
      this.reset();
      if (!isLeader()) return;
      for (const { metadata, status } of store.all())
        this.inc({ namespace: metadata.namespace ?? '', phase: status?.phase ?? 'Pending' });
    },
  });
}

function taskGauge(registry: Registry, { store }: Runs<BatchRun>, isLeader: () => boolean): void {
  new Gauge({
    name: 'kubetask_batchrun_tasks',
    help: 'Unfinished tasks of the BatchRuns that exist, by phase: Pending or Running. Only on the leader.',
    labelNames: ['namespace', 'phase'],
    registers: [registry],
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

function countFinishedTasks(registry: Registry, runs: Runs<BatchRun>, isLeader: () => boolean): void {
  const counter = new Counter({
    name: 'kubetask_batchrun_tasks_finished_total',
    help: 'Tasks of BatchRuns that finished while this replica led.',
    labelNames: ['namespace', 'template', 'phase', 'reason'],
    registers: [registry],
  });
  runs.onChange((delta) => {
    if (delta.type !== 'updated' || !isLeader()) return;
    const { metadata, spec, status = {} } = delta.object;
    const labels = { namespace: metadata.namespace ?? '', template: spec.batchRef ?? '' };
    for (const { count, ...end } of finishedTasks(delta.previous.status, status))
      counter.inc({ ...labels, ...end }, count);
  });
}

function finishedRunCounter(registry: Registry): (run: BatchRun | TaskRun) => void {
  const labelNames = ['kind', 'namespace', 'template', 'phase'] as const;
  const finished = new Counter({
    name: 'kubetask_runs_finished_total',
    help: 'Runs that ended while this replica led; template is the Batch or Task, empty when inline.',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'kubetask_run_duration_seconds',
    help: 'From the start of a run to its end, of those counted in kubetask_runs_finished_total.',
    labelNames: ['kind', 'namespace', 'phase'],
    buckets: runBuckets,
    registers: [registry],
  });
  return (run) => {
    const { kind, metadata, status } = run;
    const labels = { kind, namespace: metadata.namespace ?? '', phase: status?.phase ?? '' };
    finished.inc({ ...labels, template: templateOf(run) });
    const took = (Date.parse(endOf(run) ?? '') - Date.parse(status?.startTime ?? '')) / 1000;
    if (took >= 0) seconds.observe(labels, took);
  };
}

/** The Batch or Task that a run names; empty when it brings its own spec. */
export const templateOf = ({ spec }: BatchRun | TaskRun): string =>
  ('batchRef' in spec ? spec.batchRef : 'taskRef' in spec ? spec.taskRef : undefined) ?? '';

const endOf = ({ status }: BatchRun | TaskRun): string | undefined => status?.completionTime;
