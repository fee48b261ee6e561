import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { execute, executors } from '../../../executors/index.js';
import type { Authorize } from '../../../packages/embedded-cluster/index.js';
import type { Fault } from '../../../packages/embedded-cluster/testing.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { Collected } from '../collect.js';
import { type EmbeddedTestCluster, startTestCluster } from '../kubernetes/cluster.js';

/** A cluster with our kinds, and without a controller. */
let cluster: EmbeddedTestCluster;
let refused = '';
let fault: Fault | undefined;
beforeAll(async () => {
  const authorize: Authorize = ({ verb, resource }) => `${verb} ${resource}` !== refused;
  const next = ({ method }: { method: string }) => (method === 'POST' ? fault : undefined);
  cluster = await startTestCluster({ authorize, faults: { next } });
  for (const crd of Object.values(crds))
    cluster.server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
});
afterAll(() => cluster.stop());

function start() {
  const [clock, stdout, stderr, abort] = [new FakeClock(), new Collected(), new Collected(), new AbortController()];
  const executor = executors.job({ connection: cluster.connection, image: 'busybox', clock });
  const exit = execute({ name: 'seed', script: 'true' }, { executor, stdout, stderr, signal: abort.signal });
  return { clock, stderr, abort, exit };
}

test('no controller: said after five seconds; an abort leaves the TaskRun', async () => {
  const { clock, stderr, abort, exit } = start();
  await clock.timerFor(5);
  await clock.advance(5);
  expect(stderr.text).toMatch(/^TaskRun seed-run-\w{5} waits: no controller has observed it yet\n/);
  abort.abort();
  await expect(exit).rejects.toMatchObject({
    message: expect.stringMatching(/^TaskRun seed-run-\w{5} continues$/),
    hints: expect.arrayContaining([expect.stringContaining('cancels it')]),
  });
});

test('an abort while it is created: its name, and how to cancel it', async () => {
  fault = { kind: 'freeze' };
  const { abort, exit } = start();
  const failed = expect(exit).rejects.toMatchObject({
    message: expect.stringMatching(/^Cannot tell whether TaskRun seed-run-\w{5} was created/),
    hints: expect.arrayContaining([expect.stringMatching(/kubectl task cancel taskrun\/seed-run-\w{5} -n default/)]),
  });
  await new Promise(setImmediate);
  abort.abort();
  await failed;
  fault = undefined;
});

describe('available', () => {
  const executor = () => executors.job({ connection: cluster.connection, image: 'busybox' });
  test('to a user with all rights', async () => {
    expect(await executor().availability()).toEqual({ isAvailable: true });
  });
  test.each([
    ['create', 'taskruns', 'create taskruns.kubetask.io'],
    ['list', 'taskruns', 'list taskruns.kubetask.io'],
    ['watch', 'taskruns', 'watch taskruns.kubetask.io'],
    ['get', 'pods/log', 'get pods/log'],
  ])('not to one who may not %s %s', async (verb, resource, want) => {
    refused = `${verb} ${resource}`;
    expect(await executor().availability()).toEqual({
      isAvailable: false,
      reason: `You are not allowed to ${want} in namespace default`,
      hints: [
        `kubectl auth can-i ${want} -n default must answer yes`,
        'kubectl task rbac --executor job -n default prints the Role that allows it',
      ],
    });
    refused = '';
  });
});
