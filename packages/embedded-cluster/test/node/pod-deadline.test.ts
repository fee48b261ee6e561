import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Pod } from '../../objects.js';
import { hasEnded, shellPod, startTestCluster, type TestCluster, when } from './harness.js';

let cluster: TestCluster;
beforeEach(() => {
  cluster = startTestCluster();
});
afterEach(() => cluster.stop());

const isReady = ({ status }: Pod) => status?.containerStatuses?.some(({ state }) => state?.running) === true;

test('a deadline set while it runs: SIGTERM and the grace period, then Failed with DeadlineExceeded', async () => {
  const { api } = cluster;
  const script = 'trap "exit 7" TERM; while :; do sleep 0.05; done';
  api.create('pods', shellPod('p', script, { terminationGracePeriodSeconds: 20 }));
  const running = await when<Pod>(api, 'pods', 'p', isReady);
  const deadlined: Pod = { ...running, spec: { ...running.spec, activeDeadlineSeconds: 1 } };
  api.update('pods', deadlined);
  const { status } = await when<Pod>(api, 'pods', 'p', hasEnded);
  expect(status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  expect(status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(7);
});
