import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { BatchRun, TaskStatus } from '../../../../api/generated/kinds.js';
import { outcomeDigest } from '../../../../api/status/outcome-digest.js';
import type { Delta } from '../../../../packages/kubernetes-client/cache/held-objects.js';
import { batchRunMetrics } from '../../../../runtime/batch-run/metrics/metrics.js';
import { spendMetrics } from '../../../../runtime/batch-run/metrics/spend-metrics.js';
import type { ObservedConfigMap } from '../../../../runtime/batch-run/observed.js';
import { prometheusMeters } from '../../../../runtime/observability/prometheus-meters.js';
import { CountedObjects, samples } from '../../observability/counted-objects.js';

const makeRun = (name: string, status: BatchRun['status']): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name, namespace: 'team' },
  spec: { batchRef: 'update' },
  ...(status && { status }),
});

const running = makeRun('a', {
  phase: 'Running',
  startTime: '2030-01-01T00:00:00Z',
  progress: { total: 4, pending: 1, running: 2, completed: 1, failed: 0 },
});
const finished = makeRun('a', {
  phase: 'Succeeded',
  startTime: '2030-01-01T00:00:00Z',
  completionTime: '2030-01-01T00:05:00Z',
  progress: { total: 4, pending: 0, running: 0, completed: 4, failed: 0 },
});

test('runs on the leader: what there is, and what ended', async () => {
  const registry = new Registry();
  const runs = new CountedObjects([running, makeRun('b', undefined)]);
  batchRunMetrics(prometheusMeters(registry), { runs, configMaps: new StoredOutcomes() }, () => true);
  runs.update(running, finished);
  runs.update(finished, finished);
  expect(await samples(registry)).toEqual([
    'kubetask_batchrun_tasks_finished_total{namespace="team",template="update",phase="Succeeded",reason="Completed"} 3',
    'kubetask_batchrun_tasks{namespace="team",phase="Pending"} 1',
    'kubetask_batchrun_tasks{namespace="team",phase="Running"} 2',
    'kubetask_batchruns{namespace="team",phase="Pending"} 1',
    'kubetask_batchruns{namespace="team",phase="Running"} 1',
    'kubetask_run_duration_seconds_count{kind="BatchRun",namespace="team",phase="Succeeded"} 1',
    'kubetask_run_duration_seconds_sum{kind="BatchRun",namespace="team",phase="Succeeded"} 300',
    'kubetask_runs_finished_total{kind="BatchRun",namespace="team",phase="Succeeded",template="update"} 1',
  ]);
});

test('runs on a standby: nothing, so that a sum over replicas is true', async () => {
  const registry = new Registry();
  const runs = new CountedObjects([running]);
  batchRunMetrics(prometheusMeters(registry), { runs, configMaps: new StoredOutcomes() }, () => false);
  runs.update(running, finished);
  expect(await samples(registry)).toEqual([]);
});

const large = { ...makeRun('large', {}), metadata: { name: 'large', namespace: 'team', uid: 'u' } };

function dear(index: number, costUsd = 1): TaskStatus {
  return { index, phase: 'Succeeded', jobName: `j${index}`, result: { costUsd } };
}

const vouchedFor = (...entries: TaskStatus[]): BatchRun => ({
  ...large,
  status: { outcomes: ['large-outcomes-0'], outcomeDigests: [outcomeDigest(entries)], completedIndexes: '0' },
});

const makeShard = (...entries: TaskStatus[]): ObservedConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    ...{ name: 'large-outcomes-0', namespace: 'team', labels: { 'kubetask.io/outcomes-shard': '0' } },
    ownerReferences: [
      { apiVersion: 'kubetask.io/v1alpha1', kind: 'BatchRun', name: 'large', uid: 'u', controller: true },
    ],
  },
  outcomes: new Map(entries.map((entry) => [entry.index, entry])),
});

class StoredOutcomes {
  private readonly changes = new CountedObjects<ObservedConfigMap>([]);
  private stored: readonly ObservedConfigMap[] = [];
  readonly store = { list: () => this.stored };
  onChange(listener: (delta: Delta<ObservedConfigMap>) => void): void {
    this.changes.onChange(listener);
  }
  put(configMap: ObservedConfigMap): void {
    this.stored = [configMap];
    this.changes.update(makeShard(), configMap);
  }
}

class CurrentRuns extends CountedObjects<BatchRun> {
  override readonly store = {
    all: () => this.current,
    get: (_namespace: string, name: string) => this.current.find(({ metadata }) => metadata.name === name),
  };
  private current: readonly BatchRun[];
  constructor(runs: readonly BatchRun[]) {
    super(runs);
    this.current = runs;
  }
  override update(previous: BatchRun, object: BatchRun): void {
    this.current = this.current.map((run) => (run.metadata.name === object.metadata.name ? object : run));
    super.update(previous, object);
  }
}

function spending(registry: Registry, all: readonly BatchRun[]) {
  const [runs, configMaps] = [new CurrentRuns(all), new StoredOutcomes()];
  spendMetrics(prometheusMeters(registry), { runs, configMaps }, () => true);
  return { batchRuns: runs, outcomes: { store: configMaps.put.bind(configMaps) } };
}

test('what agents have cost: by template and how it ended, of large runs by their outcomes', async () => {
  const registry = new Registry();
  const small = makeRun('small', {});
  const entry = { index: 0, phase: 'Succeeded', jobName: 'j', result: { costUsd: 1.5, tokens: 20 } } as const;
  const { batchRuns, outcomes } = spending(registry, [large, small]);
  batchRuns.update(small, { ...small, status: { tasks: [entry] } });
  outcomes.store(makeShard(entry));
  batchRuns.update(large, vouchedFor(entry));
  outcomes.store(makeShard(entry, { ...entry, index: 1 }));
  expect(await samples(registry)).toEqual([
    'kubetask_cost_usd_total{kind="BatchRun",namespace="team",template="update",phase="Succeeded"} 3',
    'kubetask_tokens_total{kind="BatchRun",namespace="team",template="update",phase="Succeeded"} 40',
  ]);
});

const spendOrders: Record<string, { before: TaskStatus[][]; after: TaskStatus[][]; want: number }> = {
  'the outcome comes first': { before: [[dear(0)]], after: [], want: 1 },
  'the status comes first': { before: [], after: [[dear(0)]], want: 1 },
  'somebody forges what the status does not tell of': { before: [[dear(1)]], after: [], want: 0 },
  'somebody forges more': { before: [[dear(0, 900)]], after: [], want: 0 },
  'a forgery is put back': { before: [[dear(0, 900)]], after: [[dear(0)]], want: 1 },
};
test.each(Object.entries(spendOrders))('%s: a large run counts what its status vouches for', async (_, order) => {
  const registry = new Registry();
  const { batchRuns, outcomes } = spending(registry, [large]);
  for (const entries of order.before) outcomes.store(makeShard(...entries));
  batchRuns.update(large, vouchedFor(dear(0)));
  for (const entries of order.after) outcomes.store(makeShard(...entries));
  const { values } = (await registry.getMetricsAsJSON()).find(({ name }) => name === 'kubetask_cost_usd_total') ?? {
    values: [],
  };
  expect(values.map(({ value }) => value)).toEqual([order.want].filter((cost) => cost > 0));
});
