import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Batch, BatchRun, BatchRunSpec, BatchSpec } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_TASK_RUN } from '../../../api/labels.js';
import { retryBatchRun } from '../../../constructs/gitops/argocd/actions/retry.js';
import type { Pod } from '../../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { runLua } from '../../gitops/lua.js';
import { makeFile } from '../../plan/sample.js';
import { type NodeCluster, startNodeCluster, whenOver as whenTaskRunOver } from '../task-run/node-cluster.js';
import { namespace, runStatus } from './local-cluster.js';

/* Containers are real processes; an agent ends at once or runs until it is stopped. */
let cluster: NodeCluster;
beforeAll(async () => {
  cluster = await startNodeCluster();
  create('WorkspaceConfig', 'workspaceconfigs', 'waiting', { ...agent('trap "echo stopped; exit 143" TERM') });
  create('WorkspaceConfig', 'workspaceconfigs', 'brief', { ...agent('exit 0') });
  create('WorkspaceConfig', 'workspaceconfigs', 'shared', {
    ...agent('exit 0'),
    concurrency: { limitKey: 'credential', limit: 2 },
  });
});
afterAll(() => cluster.stop());

const agent = (script: string) => ({
  agentImage: 'any',
  command: ['sh', '-c', `${script}; echo started; while :; do sleep 0.05; done`],
});

const create = (kind: string, plural: string, name: string, spec: object) =>
  cluster.api.create(`${plural}.kubetask.io`, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind,
    metadata: { name, namespace },
    ...{ spec },
  });

const createRun = (name: string, spec: BatchRunSpec) => create('BatchRun', 'batchruns', name, spec);

function change(name: string, spec: Partial<BatchRunSpec>): void {
  const run = cluster.api.get('batchruns.kubetask.io', namespace, name) as BatchRun;
  const changed: BatchRun = { ...run, spec: { ...run.spec, ...spec } };
  cluster.api.update('batchruns.kubetask.io', changed);
}

const batchOf = (tasks: number, workspaceConfigRef: string, more: BatchSpec = {}): BatchSpec => ({
  workspaceConfigRef,
  variableContexts: Array.from({ length: tasks }, (_, i) => [makeFile('/workspace/task.md', `task ${i}`)]),
  ...more,
});

const taskOf = (workspaceConfigRef: string) => ({
  workspaceConfigRef,
  contexts: [makeFile('/workspace/task.md', 'task')],
});

const status = (name: string, holds: Parameters<typeof runStatus>[2]) => runStatus(cluster.api, name, holds);
const isOver = ({ completionTime }: { completionTime?: string }) => completionTime !== undefined;
const phases = ({ tasks = [] }: NonNullable<BatchRun['status']>) =>
  tasks.map(({ phase, reason }) => `${phase} ${reason}`);

/** The most Pods of the runs that might run and had not ended, at any moment. */
function watchPeak(...runs: string[]): { readonly peak: number; stop(): void } {
  const active = new Set<string>();
  let peak = 0;
  const stop = cluster.api.watch('pods', ({ type, object }) => {
    const { status: { phase } = {}, spec } = object as Pod;
    const { [LABEL_BATCH_RUN]: batchRun, [LABEL_TASK_RUN]: taskRun } = object.metadata.labels ?? {};
    if (!runs.includes(batchRun ?? taskRun ?? '')) return;
    const isOver = type === 'DELETED' || phase === 'Succeeded' || phase === 'Failed';
    if (isOver || spec.schedulingGates?.length) active.delete(object.metadata.name);
    else active.add(object.metadata.name);
    peak = Math.max(peak, active.size);
  });
  return {
    get peak() {
      return peak;
    },
    stop,
  };
}

const podOf = (run: string, index: number): string => {
  const pods = cluster.api.list('pods').filter(({ metadata: { name } }) => name.startsWith(`${run}-task-${index}-`));
  return pods[0]?.metadata.name ?? '';
};

test('paused, resumed and cancelled in mid-run: what runs continues, then gets SIGTERM, and its log stays', async () => {
  createRun('life', { batchSpec: batchOf(3, 'waiting', { maxConcurrency: 1 }) });
  await status('life', (running) => phases(running)[0] === 'Running Running');
  await cluster.whenPrinted(podOf('life', 0), 'agent');
  change('life', { suspend: true });
  const paused = await status('life', ({ phase }) => phase === 'Paused');
  expect(phases(paused)).toEqual(['Running Running', 'Pending Suspended', 'Pending Suspended']);
  change('life', { suspend: false });
  await status('life', ({ phase, progress }) => phase === 'Running' && progress?.running === 1);
  change('life', { cancel: true });
  const over = await status('life', isOver);
  expect(over.phase).toBe('Cancelled');
  expect(phases(over)).toEqual(Array(3).fill('Cancelled Cancelled'));
  expect(over.progress).toEqual({ total: 3, pending: 0, running: 0, completed: 0, failed: 0, cancelled: 3 });
  expect(await cluster.log(podOf('life', 0), 'agent')).toMatch(/^started\n[\s\S]*stopped\n$/);
  expect(() => change('life', { cancel: false })).toThrow('a cancelled run stays cancelled');
  expect(() => change('life', { maxConcurrency: 7 })).toThrow('only suspend and cancel of a run may change');
});

test('synthesized Jobs that are limited: their Pods wait for their turn', async () => {
  const batch = batchOf(4, 'brief', { maxConcurrency: 2 });
  const watched = watchPeak('synth');
  create('Batch', 'batches', 'synth', batch);
  createRun('synth', { batchRef: 'synth', jobs: 'synthesized' });
  const workspace = agent('exit 0');
  const run = { name: 'synth', namespace, jobs: 'synthesized' } as const;
  const plan = planBatchRun({ run, batch: { name: 'synth', spec: batch }, workspace });
  for (const object of plan.configMaps) cluster.api.create('configmaps', object);
  for (const task of plan.tasks) cluster.api.create('jobs.batch', task.job());
  const over = await status('synth', isOver);
  watched.stop();
  expect(over.phase).toBe('Succeeded');
  expect(over.planHash).toBe(plan.hash);
  expect(watched.peak).toBe(2);
});

test('tasks that have succeeded are not run again, whoever removes their Jobs and run, and whatever Git applies', async () => {
  const batch = batchOf(2, 'brief', { reuse: 'succeeded' });
  create('Batch', 'batches', 'once', batch);
  const run = { name: 'once', namespace, jobs: 'synthesized' } as const;
  const plan = planBatchRun({ run, batch: { name: 'once', spec: batch }, workspace: agent('exit 0') });
  const applyAll = () => {
    createRun('once', { batchRef: 'once', jobs: 'synthesized' });
    for (const task of plan.tasks) cluster.api.create('jobs.batch', task.job());
  };
  for (const object of plan.configMaps) cluster.api.create('configmaps', object);
  applyAll();
  expect(phases(await status('once', isOver))).toEqual(['Succeeded Completed', 'Succeeded Completed']);

  const watched = watchPeak('once');
  const jobs = cluster.api.list('jobs.batch').filter(({ metadata }) => metadata.name.startsWith('once-task-'));
  for (const { metadata } of jobs) cluster.api.delete('jobs.batch', namespace, metadata.name);
  cluster.api.delete('batchruns.kubetask.io', namespace, 'once');
  applyAll();
  expect(phases(await status('once', isOver))).toEqual(['Succeeded Reused', 'Succeeded Reused']);
  createRun('once-more', { batchRef: 'once' });
  expect(phases(await status('once-more', isOver))).toEqual(['Succeeded Reused', 'Succeeded Reused']);
  watched.stop();
  expect(watched.peak).toBe(0);

  // As `kubectl task retry` creates it: one task that has succeeded meanwhile, and one that has not.
  const [first = [], , third = []] = batchOf(3, 'brief').variableContexts ?? [];
  createRun('once-retry', { batchSpec: { ...batch, variableContexts: [first, third] }, reuseFrom: 'once' });
  expect(phases(await status('once-retry', isOver))).toEqual(['Succeeded Reused', 'Succeeded Completed']);
  const { status: kept } = cluster.api.get('batches.kubetask.io', namespace, 'once') as Batch;
  expect(kept?.ledger).toEqual([{ name: 'once-ledger-0', entries: 3, digest: expect.any(String) }]);
});

test('the action retry of Argo CD, for a run of a Batch: what failed runs again as it ran, and nothing else', async () => {
  create('WorkspaceConfig', 'workspaceconfigs', 'picky', agent('grep -q "task 1" task.md && exit 1; exit 0'));
  create('Batch', 'batches', 'picky', batchOf(3, 'picky'));
  createRun('picky', { batchRef: 'picky' });
  const over = await status('picky', isOver);
  expect(over.tasks?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Failed', 'Succeeded']);
  const observed = cluster.api.get('batchruns.kubetask.io', namespace, 'picky');
  const [{ resource }] = runLua(retryBatchRun.lua, observed) as [{ resource: KubernetesObject }];
  cluster.api.create('batchruns.kubetask.io', resource);
  const again = await status(resource.metadata.name, isOver);
  expect(again.tasks).toMatchObject([{ index: 0, phase: 'Failed', key: over.tasks?.[1]?.key }]);
});

test('a campaign that changes in Git: the run goes on, and only what is new runs', async () => {
  const specOf = (...names: string[]): BatchSpec => ({
    workspaceConfigRef: 'brief',
    reuse: 'succeeded',
    tasks: names.map((name) => ({ name, contexts: [makeFile('/workspace/task.md', name)] })),
  });
  /** What Git applies and prunes. */
  const sync = (spec: BatchSpec) => {
    const run = { name: 'campaign', namespace, jobs: 'synthesized' } as const;
    const plan = planBatchRun({ run, batch: { name: 'campaign', spec }, workspace: agent('exit 0') });
    put('batches.kubetask.io', 'Batch', spec);
    const metadata = { annotations: { 'kubetask.io/plan-hash': plan.hash } };
    put('batchruns.kubetask.io', 'BatchRun', { batchRef: 'campaign', jobs: 'synthesized' }, metadata);
    const wanted = new Map(plan.tasks.map((task) => [task.name, task]));
    const there = cluster.api.list('jobs.batch').map(({ metadata: { name } }) => name);
    const gone = there.filter((name) => name.startsWith('campaign-') && !wanted.has(name));
    for (const name of gone) cluster.api.delete('jobs.batch', namespace, name);
    const added = plan.tasks.filter(({ name }) => !there.includes(name));
    for (const object of [...plan.configMaps, ...added.flatMap((task) => task.texts())]) putConfigMap(object);
    for (const task of added) cluster.api.create('jobs.batch', task.job());
    return plan.hash;
  };
  const first = sync(specOf('a', 'b'));
  await status('campaign', (run) => run.planHash === first && isOver(run));
  const watched = watchPeak('campaign');
  const second = sync(specOf('x', 'b', 'a'));
  const over = await status('campaign', (run) => run.planHash === second && isOver(run));
  watched.stop();
  expect(over.tasks?.map(({ name, phase, reason }) => `${name} ${phase} ${reason}`)).toEqual([
    'x Succeeded Completed',
    'b Succeeded Completed',
    'a Succeeded Completed',
  ]);
  expect([over.phase, watched.peak]).toEqual(['Succeeded', 1]);
});

/** The object called `campaign`, as an apply would leave it. */
function put(resource: string, kind: string, spec: object, metadata: object = {}): void {
  const existing = cluster.api.list(resource, { namespace }).find(({ metadata: { name } }) => name === 'campaign');
  if (!existing)
    cluster.api.create(resource, {
      apiVersion: 'kubetask.io/v1alpha1',
      kind,
      metadata: { name: 'campaign', namespace, ...metadata },
      ...{ spec },
    });
  else cluster.api.update(resource, { ...existing, metadata: { ...existing.metadata, ...metadata }, ...{ spec } });
}

function putConfigMap(object: KubernetesObject): void {
  const names = cluster.api.list('configmaps').map(({ metadata: { name } }) => name);
  if (!names.includes(object.metadata.name)) cluster.api.create('configmaps', object);
}

test('a BatchRun and TaskRuns that share a limit: never more Pods than it allows, and all end', async () => {
  const watched = watchPeak('share-c', 'share-d', 'share-e');
  createRun('share-c', { batchSpec: batchOf(3, 'shared') });
  for (const name of ['share-d', 'share-e']) create('TaskRun', 'taskruns', name, { taskSpec: taskOf('shared') });
  const ends = await Promise.all([
    status('share-c', isOver),
    whenTaskRunOver(cluster, 'share-d'),
    whenTaskRunOver(cluster, 'share-e'),
  ]);
  watched.stop();
  expect(ends.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  expect(watched.peak).toBe(2);
});

test('two runs that share a limit: never more Pods than it allows, and both end', async () => {
  const watched = watchPeak('share-a', 'share-b');
  createRun('share-a', { batchSpec: batchOf(3, 'shared') });
  createRun('share-b', { batchSpec: batchOf(3, 'shared') });
  const ends = await Promise.all([status('share-a', isOver), status('share-b', isOver)]);
  watched.stop();
  expect(ends.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded']);
  expect(watched.peak).toBe(2);
});
