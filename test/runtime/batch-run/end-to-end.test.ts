import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { BatchRunStatus, BatchSpec } from '../../../api/generated/kinds.js';
import type { Fault } from '../../../packages/embedded-cluster/testing.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { makeBatch, makeFile } from '../../plan/sample.js';
import {
  clusterTime,
  eventually,
  type LocalCluster,
  namespace,
  reasonOf,
  runStatus,
  startLocalCluster,
} from './local-cluster.js';
import { makeTasks } from './world.js';

let cluster: LocalCluster;
/** Every request that reached the server, as RBAC sees it. */
let requests: Set<string>;
/** What goes wrong with creating Jobs. */
let jobFault: Fault | undefined;

beforeEach(async () => {
  requests = new Set();
  jobFault = undefined;
  cluster = await startLocalCluster({
    next: ({ method, url }) => {
      if (url.pathname !== '/version') requests.add(permission(method, url));
      return method === 'POST' && url.pathname.endsWith('/jobs') ? jobFault : undefined;
    },
  });
  await cluster.startReconcilers();
});

afterEach(() => cluster.stop());

/** `list jobs in default`, `patch batchruns/status in default`: what a Role must allow. */
function permission(method: string, { pathname, searchParams }: URL): string {
  const [, scope = '', path = ''] = /\/v1(?:alpha1)?(?:\/namespaces\/([^/]+))?\/(.*)$/.exec(pathname) ?? [];
  const [resource, name, subresource] = path.split('/');
  const read = searchParams.has('watch') ? 'watch' : name ? 'get' : 'list';
  const verbs: Record<string, string> = { GET: read, POST: 'create', PATCH: 'patch', PUT: 'update', DELETE: 'delete' };
  return `${verbs[method]} ${subresource ? `${resource}/${subresource}` : resource} in ${scope || 'all namespaces'}`;
}

const makeObject = (kind: string, name: string, spec: object): KubernetesObject & { spec: object } => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name, namespace },
  spec,
});

const createRun = (spec: object = { batchRef: 'update' }) =>
  cluster.api.create('batchruns.kubetask.io', makeObject('BatchRun', 'run', spec));
const createBatch = (spec: BatchSpec) => cluster.api.create('batches.kubetask.io', makeObject('Batch', 'update', spec));
const status = (holds: (status: BatchRunStatus) => boolean) => runStatus(cluster.api, 'run', holds);
const jobExists = (index: number) => eventually(cluster.api, 'jobs.batch', `run-task-${index}`, () => true);
const jobNames = () => cluster.api.list('jobs.batch').map(({ metadata }) => metadata.name);
const deleteJob = (index: number) =>
  cluster.api.delete('jobs.batch', namespace, `run-task-${index}`, { propagationPolicy: 'Background' });

/** As the Job controller would create it. */
async function createPod(index: number): Promise<KubernetesObject> {
  const job = (await jobExists(index)) as KubernetesObject & { spec: { template: { spec: object } } };
  const { name, uid = '', labels = {} } = job.metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
  const metadata = { name: `${name}-x`, namespace, labels, ownerReferences: [owner] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: job.spec.template.spec };
  return cluster.api.create('pods', pod);
}

/** As a kubelet and then the Job controller would write it. */
async function endJob(index: number, exitCode: number, message = ''): Promise<void> {
  const pod = await createPod(index);
  const time = clusterTime();
  const state = { terminated: { exitCode, message, startedAt: time, finishedAt: time } };
  const containerStatuses = [{ name: 'agent', image: 'i', imageID: '', ready: false, restartCount: 0, state }];
  const podStatus = { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses };
  cluster.api.updateStatus('pods', Object.assign({}, pod, { status: podStatus }));
  const type = exitCode === 0 ? 'Complete' : 'Failed';
  const conditions = [{ type, status: 'True', reason: 'Because', message: '', lastTransitionTime: time }];
  const job = await jobExists(index);
  cluster.api.updateStatus('jobs.batch', Object.assign({}, job, { status: { startTime: time, conditions } }));
}

const eventRecorded = (reason: string) =>
  eventually<KubernetesObject & { reason: string }>(
    cluster.api,
    'events',
    undefined,
    (event) => event.reason === reason,
  );

const outcome = ({ tasks = [] }: BatchRunStatus) =>
  tasks.map(({ index, phase, reason }) => `${index} ${phase} ${reason}`);

test('a run is followed from a missing Batch to its end, over a deleted Job and a restart', async () => {
  createRun();
  const blank = await status((s) => reasonOf(s) === 'BatchNotFound');
  expect(blank.phase).toBe('Pending');

  createBatch(makeTasks(4));
  await jobExists(3);
  await endJob(0, 0, '{"summary":"bumped lodash","branch":"kubetask/x"}');
  const first = await status(({ progress }) => progress?.completed === 1);
  expect(first.tasks?.[0]).toMatchObject({
    phase: 'Succeeded',
    result: { summary: 'bumped lodash', branch: 'kubetask/x' },
  });

  await cluster.stopReconcilers();
  deleteJob(0);
  deleteJob(1);
  await cluster.startReconcilers();
  await status(({ failedIndexes }) => failedIndexes === '1');

  await endJob(2, 3);
  await endJob(3, 0);
  const last = await status(({ completionTime }) => completionTime !== undefined);
  expect(outcome(last)).toEqual([
    '0 Succeeded Completed',
    '1 Failed JobDeleted',
    '2 Failed AgentFailed',
    '3 Succeeded Completed',
  ]);
  expect(last).toMatchObject({
    phase: 'Failed',
    progress: { total: 4, pending: 0, running: 0, completed: 2, failed: 2 },
  });
  expect(jobNames()).toEqual(['run-task-2', 'run-task-3']);
});

test('a refused Job becomes a reason, and comes when the rejection ends', async () => {
  jobFault = { kind: 'status', code: 403, reason: 'Forbidden', message: 'exceeded quota: agents' };
  createBatch(makeTasks(2));
  createRun();
  const refused = await status((s) => reasonOf(s) === 'CreateFailed');
  expect(refused.tasks?.[0]?.message).toContain('exceeded quota: agents');
  jobFault = undefined;
  const healed = await status(
    (s) => s.observedIndexes === '0-1' && !outcome(s).some((task) => task.endsWith(' JobPending')),
  );
  expect(outcome(healed)).toEqual(['0 Pending PodPending', '1 Pending PodPending']);
  expect(reasonOf(healed)).toBe('TasksPending');
});

test('a Job of the same name is not adopted, and replaced once it is gone', async () => {
  const [job] = planBatchRun({ run: { name: 'run', namespace }, batch: { spec: makeBatch() }, workspace: {} }).tasks;
  const stranger = job?.job() as KubernetesObject;
  // Without labels it would get those of its Pods, ours among them.
  const metadata = { name: 'run-task-0', namespace, labels: { app: 'another' } };
  cluster.api.create('jobs.batch', { ...stranger, metadata });
  createBatch(makeTasks(2));
  createRun();
  const conflict = await status(({ tasks }) => tasks?.[0]?.reason === 'JobConflict');
  expect(conflict.tasks?.[0]?.message).toContain('has no controller');
  deleteJob(0);
  await status(({ observedIndexes }) => observedIndexes === '0-1');
});

test('a missing ConfigMap becomes a reason through the Event about it, and goes away when the Pod starts', async () => {
  createBatch(makeTasks(1));
  createRun();
  const pod = await createPod(0);
  cluster.api.create('events', {
    ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: 'mount', namespace } },
    ...{
      type: 'Warning',
      reason: 'FailedMount',
      message: 'configmap "guides" not found',
      lastTimestamp: clusterTime(),
    },
    ...{ involvedObject: { kind: 'Pod', namespace, name: pod.metadata.name, uid: pod.metadata.uid } },
  });
  const stuck = await status(({ tasks }) => tasks?.[0]?.reason === 'FailedMount');
  expect(stuck.tasks?.[0]?.message).toBe('configmap "guides" not found');
  const state = { running: { startedAt: clusterTime() } };
  const init = { name: 'write-files', image: 'i', imageID: '', ready: false, restartCount: 0, state };
  cluster.api.updateStatus(
    'pods',
    Object.assign({}, pod, { status: { phase: 'Pending', initContainerStatuses: [init] } }),
  );
  await status(({ tasks }) => tasks?.[0]?.reason === 'Initializing');
});

test('synthesized Jobs are observed, whenever they are applied, and never created', async () => {
  const batch = makeTasks(2);
  createBatch(batch);
  createRun({ batchRef: 'update', jobs: 'synthesized' });
  await status((s) => reasonOf(s) === 'JobsNotApplied');
  const plan = planBatchRun({ run: { name: 'run', namespace }, batch: { name: 'update', spec: batch }, workspace: {} });
  for (const task of plan.tasks) cluster.api.create('jobs.batch', task.job());
  await endJob(0, 0);
  await endJob(1, 0);
  const last = await status(({ completionTime }) => completionTime !== undefined);
  expect(last.phase).toBe('Succeeded');
  expect([...requests]).not.toContain('create jobs in default');
});

test('outcomes that the status has no room for survive their Jobs and a restart', async () => {
  const text = makeFile('/workspace/long.md', 'x'.repeat(880_000));
  createRun({ batchSpec: { ...makeTasks(3), commonContext: [text] } });
  await endJob(0, 0, '{"summary":"first"}');
  await status(({ completedIndexes }) => completedIndexes === '0');
  await cluster.stopReconcilers();
  deleteJob(0);
  await cluster.startReconcilers();
  await endJob(1, 3);
  await endJob(2, 0);
  const last = await status(({ completionTime }) => completionTime !== undefined);
  expect(last).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', outcomes: ['run-outcomes-0'] });
  const stored = cluster.api.get('configmaps', namespace, 'run-outcomes-0') as { data?: Record<string, string> };
  const entries = Object.values(stored.data ?? {}).map((entry) => JSON.parse(entry));
  expect(entries.map(({ reason, result }) => [reason, result?.summary])).toEqual([
    ['Completed', 'first'],
    ['AgentFailed', undefined],
    ['Completed', undefined],
  ]);
});

test('a run tells its story in Events', async () => {
  createBatch(makeTasks(1));
  createRun();
  await endJob(0, 3);
  await eventRecorded('Failed');
  const reported = cluster.api.list('events').map((event) => (event as KubernetesObject & { reason: string }).reason);
  // Before them there may be a BatchNotFound: this clock takes no run for young, and the Batch comes by another watch.
  expect(reported.slice(-3)).toEqual(['Started', 'TaskFailed', 'Failed']);
});

test('a whole life needs no more rights than these, and none outside its namespace', async () => {
  createBatch(makeTasks(2));
  createRun();
  await endJob(0, 0);
  await endJob(1, 0);
  await eventRecorded('Succeeded');
  const templates = ['batches', 'tasks', 'workspaceconfigs'];
  const agents = ['agents', 'deployments', 'services'];
  const builds = ['agentbuilds', 'serviceaccounts', 'pipelines', 'pipelineruns'];
  const read = [...templates, ...agents, ...builds, 'batchruns', 'taskruns', 'configmaps', 'events', 'jobs', 'pods'];
  const rights = read.flatMap((resource) => [`list ${resource}`, `watch ${resource}`]);
  const writes = ['create configmaps', 'create events', 'create jobs', 'patch batchruns/status'];
  const scoped = (all: readonly string[]) => all.map((right) => `${right} in ${namespace}`);
  expect([...requests].filter((right) => !scoped([...rights, ...writes]).includes(right))).toEqual([]);
  // Not every watch has begun by now.
  expect([...requests]).toEqual(expect.arrayContaining(scoped(writes)));
});
