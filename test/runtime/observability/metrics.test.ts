import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type {
  Agent,
  AgentBuild,
  BatchRun,
  BuildRecord,
  Condition,
  TaskRun,
  TaskStatus,
} from '../../../api/generated/kinds.js';
import { outcomeDigest } from '../../../api/status/outcome-digest.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { agentMetrics } from '../../../runtime/agent/metrics.js';
import { buildMetrics } from '../../../runtime/agent-build/metrics.js';
import { type Runs, runMetrics } from '../../../runtime/batch-run/metrics/metrics.js';
import type { ObservedConfigMap } from '../../../runtime/batch-run/observed.js';
import { engineMetrics } from '../../../runtime/observability/engine-metrics.js';
import { processMetrics } from '../../../runtime/observability/process-metrics.js';
import { spendMetrics } from '../../../runtime/observability/spend-counters.js';

/** The samples of our own metrics, without histogram buckets, sorted. */
async function samples(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => line.startsWith('kubetask_') && !line.includes('_bucket')).sort();
}

class FakeRuns<Run> implements Runs<Run> {
  private listener: (delta: Delta<Run>) => void = () => undefined;
  readonly store = {
    all: () => this.runs,
    get: (_namespace: string, name: string) =>
      this.runs.find((run) => (run as { metadata?: { name: string } }).metadata?.name === name),
  };
  constructor(readonly runs: readonly Run[]) {}
  onChange(listener: (delta: Delta<Run>) => void): void {
    const before = this.listener;
    this.listener = (delta) => {
      before(delta);
      listener(delta);
    };
  }
  update(previous: Run, object: Run): void {
    this.listener({ type: 'updated', previous, object });
  }
}

const makeRun = (name: string, status: BatchRun['status']): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name, namespace: 'team' },
  spec: { batchRef: 'update' },
  ...(status && { status }),
});

test('the engine: what it counts, and never the name of an object', async () => {
  const registry = new Registry();
  const metrics = engineMetrics(registry);
  metrics.reconciled?.('batch-run', 'failed', 0.2);
  metrics.queueCreated?.('batch-run', () => 3);
  metrics.watchEnded?.('pods', 'Silence');
  metrics.relisted?.('pods', 10);
  metrics.requestFinished?.({ method: 'PATCH', code: 409, seconds: 0.1 });
  expect(await samples(registry)).toEqual([
    'kubetask_api_request_duration_seconds_count{method="PATCH"} 1',
    'kubetask_api_request_duration_seconds_sum{method="PATCH"} 0.1',
    'kubetask_api_requests_total{method="PATCH",code="409"} 1',
    'kubetask_reconcile_duration_seconds_count{controller="batch-run"} 1',
    'kubetask_reconcile_duration_seconds_sum{controller="batch-run"} 0.2',
    'kubetask_reconcile_total{controller="batch-run",result="failed"} 1',
    'kubetask_relists_total{resource="pods"} 1',
    'kubetask_watch_ends_total{resource="pods",reason="Silence"} 1',
    'kubetask_workqueue_depth{controller="batch-run"} 3',
  ]);
});

test('the process: what it is and holds; two caches of one resource are one', async () => {
  const registry = new Registry();
  const caches = () => [
    { resource: 'pods', lastContact: 9_000, isServed: true, size: 3 },
    { resource: 'pods', lastContact: 4_000, isServed: true, size: 2 },
    { resource: 'jobs', lastContact: undefined, isServed: undefined, size: 0 },
    { resource: 'agents', lastContact: 9_000, isServed: false, size: 0 },
  ];
  processMetrics(registry, { isLeader: () => true, caches, now: () => 10_000 });
  expect((await samples(registry)).filter((line) => !line.includes('build_info'))).toEqual([
    'kubetask_cached_objects{resource="agents"} 0',
    'kubetask_cached_objects{resource="jobs"} 0',
    'kubetask_cached_objects{resource="pods"} 5',
    'kubetask_leader 1',
    'kubetask_resource_served{resource="agents"} 0',
    'kubetask_resource_served{resource="pods"} 1',
    'kubetask_watch_silence_seconds{resource="agents"} 1',
    'kubetask_watch_silence_seconds{resource="pods"} 6',
  ]);
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
  const batchRuns = new FakeRuns([running, makeRun('b', undefined)]);
  runMetrics(registry, { batchRuns, taskRuns: new FakeRuns<TaskRun>([]), isLeader: () => true });
  batchRuns.update(running, finished);
  batchRuns.update(finished, finished);
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

class FakeOutcomes extends FakeRuns<ObservedConfigMap> {
  private stored: readonly ObservedConfigMap[] = [];
  readonly of = () => this.stored;
  override update(previous: ObservedConfigMap, object: ObservedConfigMap): void {
    this.stored = [object];
    super.update(previous, object);
  }
}

class CurrentRuns extends FakeRuns<BatchRun> {
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

function spending(registry: Registry, runs: readonly BatchRun[]) {
  const [batchRuns, configMaps] = [new CurrentRuns(runs), new FakeOutcomes([])];
  const taskRuns = new FakeRuns<TaskRun>([]);
  spendMetrics(registry, { batchRuns, taskRuns, outcomes: configMaps, isLeader: () => true });
  const store = (configMap: ObservedConfigMap) => configMaps.update(makeShard(), configMap);
  return { batchRuns, outcomes: { store } };
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

test('runs on a standby: nothing, so that a sum over replicas is true', async () => {
  const registry = new Registry();
  const batchRuns = new FakeRuns([running]);
  runMetrics(registry, { batchRuns, taskRuns: new FakeRuns<TaskRun>([]), isLeader: () => false });
  batchRuns.update(running, finished);
  expect(await samples(registry)).toEqual([]);
});

test('agents: by whether they are up, and why not', async () => {
  const registry = new Registry();
  const makeAgent = (...conditions: Condition[]): Agent => ({
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name: 'helper', namespace: 'team' },
    spec: { image: 'i:v1' },
    status: { conditions },
  });
  const ready = (status: 'True' | 'False', reason: string): Condition => ({
    ...{ type: 'Ready', status, reason },
    ...{ message: '', lastTransitionTime: '2030-01-01T00:00:00Z' },
  });
  const all = [makeAgent(), makeAgent(ready('True', 'Available')), makeAgent(ready('False', 'NotReady'))];
  agentMetrics(registry, { agents: { store: { all: () => all } }, isLeader: () => true });
  expect(await samples(registry)).toEqual([
    'kubetask_agents{namespace="team",ready="False",reason="NotReady"} 1',
    'kubetask_agents{namespace="team",ready="True",reason="Available"} 1',
    'kubetask_agents{namespace="team",ready="Unknown",reason=""} 1',
  ]);
});

test('builds: by phase, and each that ended, by reason and by how long it took', async () => {
  const registry = new Registry();
  const makeBuild = (...builds: BuildRecord[]): AgentBuild => ({
    apiVersion: 'beeai.dev/v1',
    kind: 'AgentBuild',
    metadata: { name: 'hello', namespace: 'team' },
    spec: { repoUrl: 'https://git/x', imageRegistry: 'registry', image: 'hello', imageTag: 'v1' },
    status: { phase: 'Running', builds },
  });
  const record = (hash: string, phase: BuildRecord['phase'], reason: string): BuildRecord => ({
    ...{ hash, pipelineRunName: `hello-${hash}`, phase, reason },
    startTime: '2030-01-01T00:00:00Z',
    completionTime: '2030-01-01T00:05:00Z',
  });
  const agentBuilds = new FakeRuns([makeBuild()]);
  buildMetrics(registry, { agentBuilds, isLeader: () => true });
  const first = record('a', 'Failed', 'PullFailed');
  agentBuilds.update(makeBuild(record('a', 'Running', 'Running')), makeBuild(first));
  agentBuilds.update(makeBuild(first), makeBuild(record('b', 'Succeeded', 'Completed'), first));
  expect(await samples(registry)).toEqual([
    'kubetask_agentbuild_duration_seconds_count{namespace="team",phase="Failed"} 1',
    'kubetask_agentbuild_duration_seconds_count{namespace="team",phase="Succeeded"} 1',
    'kubetask_agentbuild_duration_seconds_sum{namespace="team",phase="Failed"} 300',
    'kubetask_agentbuild_duration_seconds_sum{namespace="team",phase="Succeeded"} 300',
    'kubetask_agentbuilds_finished_total{namespace="team",phase="Failed",reason="PullFailed"} 1',
    'kubetask_agentbuilds_finished_total{namespace="team",phase="Succeeded",reason="Completed"} 1',
    'kubetask_agentbuilds{namespace="team",phase="Running"} 1',
  ]);
});
