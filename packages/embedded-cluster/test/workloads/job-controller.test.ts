import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeClock } from '../../../work-queue/testing.js';
import { createCluster } from '../../api-server/create-cluster.js';
import { createLocalApi } from '../../api-server/operations/local-api.js';
import type { Controller } from '../../controller.js';
import type { LocalApi } from '../../local-api.js';
import type { Job } from '../../objects.js';
import { startJobController } from '../../workloads/job/controller.js';

let clock: FakeClock;
let api: LocalApi;
let controller: Controller;
beforeEach(() => {
  clock = new FakeClock();
  api = createLocalApi(createCluster(() => clock.now()));
  controller = startJobController(api, clock);
});
afterEach(() => controller.stop());

const createJob = (spec: object) => {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a', command: ['true'] }] } };
  const metadata = { name: 'j', namespace: 'default' };
  api.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { ...spec, template } } as Job);
};
const job = () => api.get('jobs.batch', 'default', 'j') as Job | undefined;
const reasons = () => job()?.status?.conditions?.map(({ type, reason }) => `${type} ${reason}`);

test('an active deadline of two days: not over a second before, over then, whatever one timer can wait', async () => {
  createJob({ activeDeadlineSeconds: 172_800 });
  await clock.advance(172_799);
  expect(reasons()).toBeUndefined();
  await clock.advance(1);
  expect(reasons()).toContain('Failed DeadlineExceeded');
});

test('a TTL after finishing: the Job is deleted that many seconds after its end', async () => {
  createJob({ activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 3600 });
  await clock.advance(60 + 3599);
  expect(job()?.metadata.deletionTimestamp).toBeUndefined();
  await clock.advance(2);
  expect(job()?.metadata.deletionTimestamp).toBeDefined();
});
