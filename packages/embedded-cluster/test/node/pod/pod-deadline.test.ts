import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeClock } from '../../../../work-queue/testing.js';
import type { Pod } from '../../../objects.js';
import { hasEnded, readFirstLine, shellPod, startTestCluster, type TestCluster, when } from '../harness.js';

let clock: FakeClock;
let cluster: TestCluster;
beforeEach(() => {
  clock = new FakeClock();
  cluster = startTestCluster({ clock });
});
afterEach(() => cluster.stop());

const isReady = ({ status }: Pod) => status?.containerStatuses?.some(({ state }) => state?.running) === true;

test('a deadline set while it runs: SIGTERM and the grace period, then Failed with DeadlineExceeded', async () => {
  const { api } = cluster;
  const script = 'trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done';
  api.create('pods', shellPod('p', script, { terminationGracePeriodSeconds: 20 }));
  const running = await when<Pod>(api, 'pods', 'p', isReady);
  // The shell handles the signal from now on.
  await readFirstLine(cluster, 'p');
  const deadlined: Pod = { ...running, spec: { ...running.spec, activeDeadlineSeconds: 60 } };
  api.update('pods', deadlined);
  await clock.timerFor(60);
  await clock.advance(60);
  const { status } = await when<Pod>(api, 'pods', 'p', hasEnded);
  expect(status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  expect(status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(7);
});
