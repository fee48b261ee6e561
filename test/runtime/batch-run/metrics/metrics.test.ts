import { describe, expect, test } from '@jest/globals';
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

test('a run that brings its own specification: counted without the name of a template', async () => {
  const registry = new Registry();
  const inline = { ...running, spec: {} };
  const runs = new CountedObjects([inline]);
  batchRunMetrics(prometheusMeters(registry), { runs, configMaps: new StoredOutcomes() }, () => true);
  const entry = { index: 0, phase: 'Succeeded', jobName: 'j', result: { costUsd: 1 } } as const;
  runs.update(inline, { ...finished, spec: {}, status: { ...finished.status, tasks: [entry] } });
  expect((await samples(registry)).filter((line) => line.includes('template='))).toEqual([
    'kubetask_batchrun_tasks_finished_total{namespace="team",template="",phase="Succeeded",reason="Completed"} 3',
    'kubetask_cost_usd_total{kind="BatchRun",namespace="team",template="",phase="Succeeded"} 1',
    'kubetask_runs_finished_total{kind="BatchRun",namespace="team",phase="Succeeded",template=""} 1',
    'kubetask_tokens_total{kind="BatchRun",namespace="team",template="",phase="Succeeded"} 0',
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
  readonly store = {
    list: (index: string, run: string) => (index === 'byRun' && run === 'team/large' ? this.stored : []),
  };
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
    get: (namespace: string, name: string) =>
      this.current.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
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

function spending(registry: Registry, all: readonly BatchRun[], isLeader = () => true) {
  const [runs, configMaps] = [new CurrentRuns(all), new StoredOutcomes()];
  spendMetrics(prometheusMeters(registry), { runs, configMaps }, isLeader);
  return { batchRuns: runs, outcomes: { store: configMaps.put.bind(configMaps) } };
}

test('what agents have cost: by template and how it ended, of large runs by their outcomes', async () => {
  const registry = new Registry();
  const small = makeRun('small', {});
  const entry = {
    index: 0,
    phase: 'Succeeded',
    jobName: 'j',
    result: { costUsd: 1.5, tokens: { total: 20 } },
  } as const;
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

const costs = async (registry: Registry): Promise<number[]> => {
  const metrics = await registry.getMetricsAsJSON();
  return metrics
    .filter((each) => each.name === 'kubetask_cost_usd_total')
    .flatMap(({ values }) => values.map(({ value }) => value));
};

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
  expect(await costs(registry)).toEqual([order.want].filter((cost) => cost > 0));
});

describe('what a large run has cost', () => {
  const indexed = (completedIndexes: string, run: BatchRun): BatchRun => ({
    ...run,
    status: { ...run.status, completedIndexes },
  });
  const one = vouchedFor(dear(0));
  const two = indexed('0-1', vouchedFor(dear(0), dear(1, 5)));
  interface Case {
    readonly happens: (metrics: ReturnType<typeof spending>) => void;
    readonly want: readonly number[];
  }
  const cases: Record<string, Case> = {
    'a second task ends: counts what is new': {
      happens: ({ batchRuns, outcomes }) => {
        outcomes.store(makeShard(dear(0)));
        batchRuns.update(large, one);
        outcomes.store(makeShard(dear(0), dear(1, 5)));
        batchRuns.update(one, two);
      },
      want: [6],
    },
    'two tasks end before their outcome is seen: counts both': {
      happens: ({ batchRuns, outcomes }) => {
        batchRuns.update(large, one);
        batchRuns.update(one, two);
        outcomes.store(makeShard(dear(0), dear(1, 5)));
      },
      want: [6],
    },
    'its status changes otherwise: counts nothing more': {
      happens: ({ batchRuns, outcomes }) => {
        outcomes.store(makeShard(dear(0)));
        batchRuns.update(large, one);
        batchRuns.update(one, { ...one, status: { ...one.status, completionTime: '2030-01-01T00:05:00Z' } });
        outcomes.store(makeShard(dear(0)));
      },
      want: [1],
    },
    'its status also lists the task: counts the stored outcome alone': {
      happens: ({ batchRuns, outcomes }) => {
        outcomes.store(makeShard(dear(0)));
        batchRuns.update(large, { ...one, status: { ...one.status, tasks: [dear(0)] } });
      },
      want: [1],
    },
    'an earlier version began it, whose status vouches for nothing: counts nothing': {
      happens: ({ batchRuns, outcomes }) => {
        outcomes.store(makeShard(dear(0)));
        batchRuns.update(large, { ...large, status: { outcomes: ['large-outcomes-0'], completedIndexes: '0' } });
      },
      want: [],
    },
    'outcomes of a run that nobody knows, or that is no run: counts nothing': {
      happens: ({ batchRuns, outcomes }) => {
        batchRuns.update(large, one);
        const shard = makeShard(dear(0));
        outcomes.store({ ...shard, metadata: { ...shard.metadata, namespace: 'elsewhere' } });
        outcomes.store({ ...shard, metadata: { ...shard.metadata, ownerReferences: [] } });
      },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { happens, want }) => {
    const registry = new Registry();
    happens(spending(registry, [large]));
    expect(await costs(registry)).toEqual(want);
  });

  test('whose outcome comes when this replica no longer leads: left to the other', async () => {
    const registry = new Registry();
    let leads = true;
    const { batchRuns, outcomes } = spending(registry, [large], () => leads);
    batchRuns.update(large, one);
    leads = false;
    outcomes.store(makeShard(dear(0)));
    expect(await costs(registry)).toEqual([]);
  });
});

test('what a small run has cost: each task once, when it ends', async () => {
  const registry = new Registry();
  const small = makeRun('small', {});
  const { batchRuns } = spending(registry, [small]);
  const states = [[], [{ ...dear(0), phase: 'Running' as const }], [dear(0)], [dear(0), dear(1, 5)]].map((tasks) => ({
    ...small,
    status: { tasks },
  }));
  const [none = small, running = small, first = small, second = small] = states;
  batchRuns.update({ ...small, status: {} }, none);
  batchRuns.update(none, running);
  batchRuns.update(running, first);
  batchRuns.update(first, second);
  expect(await costs(registry)).toEqual([6]);
});
