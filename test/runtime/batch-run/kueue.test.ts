import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Chart } from 'cdk8s';
import { loadAll } from 'js-yaml';
import type { BatchRun, BatchRunStatus } from '../../../api/generated/kinds.js';
import { argoCustomizations } from '../../../constructs/gitops/argocd/customizations.js';
import {
  BatchConstruct,
  type BatchProps,
  Context,
  KubetaskApp,
  WorkspaceConstruct,
} from '../../../constructs/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';
import { runLua } from '../../gitops/lua.js';
import { type NodeCluster, startNodeCluster } from '../task-run/node-cluster.js';
import { FakeKueue } from './fake-kueue.js';
import { eventually, namespace, runStatus } from './local-cluster.js';

/* Runs whose Jobs were synthesized for a queue, beside a stand-in for Kueue. Containers are real processes. */
let cluster: NodeCluster;
let kueue: FakeKueue;
beforeAll(async () => {
  cluster = await startNodeCluster();
  kueue = new FakeKueue(cluster.api, 0);
});
afterAll(async () => {
  kueue.stop();
  await cluster.stop();
});

const plurals: Record<string, string> = {
  WorkspaceConfig: 'workspaceconfigs.kubetask.io',
  Batch: 'batches.kubetask.io',
  BatchRun: 'batchruns.kubetask.io',
  ConfigMap: 'configmaps',
  Job: 'jobs.batch',
};

/** An agent that ends at once for `brief`, and otherwise waits for a signal. */
const script = 'trap "exit 143" TERM; grep -q brief task.md && exit 0; while :; do sleep 0.05; done';

/** What a project writes for a run `<name>-1` of so many tasks; the texts tell how long each runs. */
function synthesized(name: string, texts: readonly string[], props: Partial<BatchProps> = {}): KubernetesObject[] {
  const app = new KubetaskApp();
  const chart = new Chart(app, name, { namespace });
  const workspace = new WorkspaceConstruct(chart, `${name}-agent`, {
    agentImage: 'any',
    queue: { name: 'team-a' },
    spec: { command: ['sh', '-c', script], resources: { requests: { cpu: '10m', memory: '16Mi' } } },
  });
  const variableContexts = texts.map((text, i) => [Context.file('/workspace/task.md', `${text} ${i}`)]);
  new BatchConstruct(chart, name, { workspace, variableContexts, run: { runId: '1' }, ...props } as BatchProps);
  return [...app.manifests().values()].flatMap((text) => loadAll(text) as KubernetesObject[]);
}

/** What Git applies: what exists stays. */
function apply(objects: readonly KubernetesObject[]): void {
  for (const object of objects) {
    const resource = plurals[object.kind] ?? '';
    const exists = cluster.api.get(resource, namespace, object.metadata.name) !== undefined;
    if (!exists) cluster.api.create(resource, kueue.webhook(object));
  }
}

const status = (run: string, holds: (status: BatchRunStatus) => boolean) => runStatus(cluster.api, run, holds);
const isOver = ({ completionTime }: BatchRunStatus) => completionTime !== undefined;
const tasksOf = ({ tasks = [] }: BatchRunStatus) => tasks.map(({ phase, reason }) => `${phase} ${reason}`);
const shows =
  (...want: string[]) =>
  (one: BatchRunStatus) =>
    `${tasksOf(one)}` === `${want}`;
const job = (name: string) => cluster.api.get('jobs.batch', namespace, name) as ObservedJob;

const whenFailed = (name: string) =>
  eventually<ObservedJob>(cluster.api, 'jobs.batch', name, ({ status: { conditions = [] } = {} }) =>
    conditions.some((one) => one.type === 'Failed' && one.status === 'True'),
  );

function change(name: string, spec: Partial<BatchRun['spec']>): void {
  const run = cluster.api.get('batchruns.kubetask.io', namespace, name) as BatchRun;
  cluster.api.update('batchruns.kubetask.io', { ...run, ...{ spec: { ...run.spec, ...spec } } });
}

test('Kueue alone decides how many tasks run; applied again in between, nothing changes', async () => {
  kueue.setQuota(0);
  const objects = synthesized('limits', ['brief', 'brief', 'brief']);
  apply(objects);
  const waiting = await status('limits-1', shows(...Array(3).fill('Pending JobSuspended')));
  expect(waiting.tasks?.[0]?.message).toBe('the Job waits for Kueue to admit it');
  kueue.setQuota(1);
  apply(objects);
  expect(tasksOf(await status('limits-1', isOver))).toEqual(Array(3).fill('Succeeded Completed'));
  expect(kueue.peak).toBe(1);
  expect(kueue.admitted).toEqual([0, 1, 2].map((index) => `limits-1-task-${index}`));
});

test('a paused run: no Job is written to, and Kueue admits as before', async () => {
  kueue.setQuota(0);
  apply(synthesized('paused', ['brief', 'brief']));
  change('paused-1', { suspend: true });
  await status('paused-1', ({ phase }) => phase === 'Paused');
  expect(job('paused-1-task-0').spec).toMatchObject({ parallelism: 1, suspend: true });
  kueue.setQuota(1);
  expect(tasksOf(await status('paused-1', isOver))).toEqual(Array(2).fill('Succeeded Completed'));
});

test('a cancelled run: what runs is stopped, and what Kueue admits later, too', async () => {
  kueue.setQuota(1);
  apply(synthesized('cancelled', ['long', 'long']));
  await status('cancelled-1', shows('Running Running', 'Pending JobSuspended'));
  change('cancelled-1', { cancel: true });
  const over = await status('cancelled-1', isOver);
  expect(tasksOf(over)).toEqual(Array(2).fill('Cancelled Cancelled'));
  const later = await whenFailed('cancelled-1-task-1');
  expect(later.spec?.parallelism).toBe(1);
});

test('tasks that are reused give their quota back, and Argo CD shows their Jobs as healthy', async () => {
  kueue.setQuota(2);
  apply(synthesized('again', ['brief', 'brief'], { reuse: 'succeeded' }));
  expect(tasksOf(await status('again-1', isOver))).toEqual(Array(2).fill('Succeeded Completed'));
  kueue.setQuota(1);
  apply(synthesized('again', ['brief', 'brief'], { reuse: 'succeeded', run: { runId: '2' } }));
  expect(tasksOf(await status('again-2', isOver))).toEqual(Array(2).fill('Succeeded Reused'));
  const last = await whenFailed('again-2-task-1');
  const health = argoCustomizations()['resource.customizations.health.batch_Job'] ?? '';
  expect([last, job('again-2-task-0')].map((one) => runLua(health, one))).toEqual(
    Array(2).fill({ status: 'Healthy', message: 'Its task has succeeded without it' }),
  );
});
