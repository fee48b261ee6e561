import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../api/kubernetes-object.js';
import { eventually, type LocalCluster, namespace, reasonOf, runStatus, startLocalCluster } from './local-cluster.js';
import { makeTasks } from './world.js';

let cluster: LocalCluster;

beforeEach(async () => {
  cluster = await startLocalCluster();
  await cluster.startReconcilers();
});

afterEach(() => cluster.stop());

const object = (kind: string, name: string, spec: object): KubernetesObject & { spec: object } => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name, namespace },
  spec,
});

const createRun = (spec: object = { batchRef: 'update' }) =>
  cluster.api.create('batchruns.kubetask.io', object('BatchRun', 'run', spec));
const createBatch = (tasks: number) =>
  cluster.api.create('batches.kubetask.io', object('Batch', 'update', makeTasks(tasks)));

const jobExists = (index: number) => eventually(cluster.api, 'jobs.batch', `run-task-${index}`, () => true);
const time = '2030-01-01T00:00:00Z';

/** As the Job controller and a kubelet would write it. */
async function endJob(index: number, exitCode: number, message = ''): Promise<void> {
  const job = await jobExists(index);
  const { name, uid = '' } = job.metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
  const { template } = (job as unknown as { spec: { template: { spec: object } } }).spec;
  const pod = cluster.api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-x`, namespace, labels: job.metadata.labels ?? {}, ownerReferences: [owner] },
    ...{ spec: template.spec },
  });
  const terminated = { exitCode, message, startedAt: time, finishedAt: time };
  const status = {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [
      { name: 'agent', image: 'i', imageID: '', ready: false, restartCount: 0, state: { terminated } },
    ],
  };
  cluster.api.updateStatus('pods', { ...pod, ...{ status } });
  const type = exitCode === 0 ? 'Complete' : 'Failed';
  const conditions = [{ type, status: 'True', reason: 'Because', message: '', lastTransitionTime: time }];
  cluster.api.updateStatus('jobs.batch', { ...job, ...{ status: { startTime: time, conditions } } });
}

const deleteJob = (index: number) =>
  cluster.api.delete('jobs.batch', namespace, `run-task-${index}`, { propagationPolicy: 'Background' });

const outcome = ({ tasks = [] }: BatchRunStatus) =>
  tasks.map(({ index, phase, reason }) => `${index} ${phase} ${reason}`);

test('a run is followed from a missing Batch to its end, over a deleted Job and a restart', async () => {
  createRun();
  const blank = await runStatus(cluster.api, 'run', (status) => reasonOf(status) === 'BatchNotFound');
  expect(blank.phase).toBe('Pending');

  createBatch(4);
  await jobExists(3);
  await endJob(0, 0, '{"summary":"bumped lodash","branch":"kubetask/x"}');
  const first = await runStatus(cluster.api, 'run', ({ progress }) => progress?.completed === 1);
  expect(first.tasks?.[0]).toMatchObject({
    phase: 'Succeeded',
    result: { summary: 'bumped lodash', branch: 'kubetask/x' },
  });

  await cluster.stopReconcilers();
  deleteJob(0);
  deleteJob(1);
  await cluster.startReconcilers();
  await runStatus(cluster.api, 'run', ({ failedIndexes }) => failedIndexes === '1');

  await endJob(2, 3);
  await endJob(3, 0);
  const last = await runStatus(cluster.api, 'run', ({ completionTime }) => completionTime !== undefined);
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
  expect(cluster.api.list('jobs.batch').map(({ metadata }) => metadata.name)).toEqual(['run-task-2', 'run-task-3']);
});
