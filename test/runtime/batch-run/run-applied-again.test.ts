import { beforeEach, expect, test } from '@jest/globals';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';
import { ModelReplica } from './model-replica.js';
import { ModelServer } from './model-server.js';
import { makeInlineRun, makeJob, makeTasks, runName } from './world.js';

/* A run and its synthesized Jobs are deleted and applied again; the watch of Jobs is behind that of runs. */
const job = `${runName}-task-0`;
let clock: FakeClock;
let server: ModelServer;
let replica: ModelReplica;

function applyRun(): void {
  const { metadata, spec, ...run } = makeInlineRun(makeTasks(1));
  const { name, namespace = '' } = metadata;
  server.put('batchruns', {
    ...{ ...run, metadata: { name, namespace, generation: 1 } },
    ...{ spec: { ...spec, jobs: 'synthesized' } },
  });
}

function applyJob(): void {
  const { uid: _, ...metadata } = makeJob(0, {}, { ownerReferences: [] }).metadata;
  server.put('jobs', { ...makeJob(0), metadata });
}

function deleteBoth(): void {
  server.delete('jobs', job);
  server.delete('batchruns', runName);
}

const deliver = async (...kinds: ('batchruns' | 'jobs' | 'configmaps')[]) => {
  for (const kind of kinds) replica.deliver(kind);
  await clock.advance(60);
};

const reasons = () => server.run.status?.tasks?.map(({ phase, reason }) => `${phase} ${reason}`);

beforeEach(async () => {
  clock = new FakeClock();
  server = new ModelServer(() => clock.now());
  applyRun();
  applyJob();
  replica = new ModelReplica(server, clock);
  replica.lead();
  await deliver('batchruns', 'configmaps', 'jobs');
  server.beginJob(job);
  await deliver('batchruns', 'jobs');
});

test('the cache shows an earlier Job that has ended: no outcome is taken from it, and the new one decides', async () => {
  server.endJob(job);
  await deliver('jobs', 'batchruns');
  expect(reasons()).toEqual(['Succeeded Completed']);
  deleteBoth();
  applyRun();
  applyJob();
  await deliver('batchruns');
  await deliver('batchruns', 'configmaps');
  expect(reasons()).toEqual(['Pending JobNotApplied']);
  server.beginJob(job);
  await deliver('jobs', 'batchruns');
  expect(reasons()).toEqual(['Pending PodPending']);
  server.endJob(job);
  await deliver('jobs', 'batchruns');
  expect(reasons()).toEqual(['Succeeded Completed']);
});

test('the cache shows an earlier Job that runs: the new one, which comes later, is not lost', async () => {
  deleteBoth();
  applyRun();
  await deliver('batchruns');
  await deliver('batchruns', 'configmaps');
  await deliver('jobs', 'batchruns');
  expect(reasons()).toEqual(['Pending JobNotApplied']);
  applyJob();
  server.beginJob(job);
  server.endJob(job);
  await deliver('jobs', 'batchruns');
  expect(reasons()).toEqual(['Succeeded Completed']);
});

test('the run alone is deleted and applied again: the Job that is still there decides, and nothing runs twice', async () => {
  server.endJob(job);
  server.delete('batchruns', runName);
  applyRun();
  await deliver('batchruns', 'configmaps', 'jobs');
  await deliver('batchruns');
  expect(reasons()).toEqual(['Succeeded Completed']);
  expect(server.begun.get(job)).toBe(1);
});
