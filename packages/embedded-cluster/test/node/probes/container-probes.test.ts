import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Container, Pod } from '../../../objects.js';
import { shellPod, startTestCluster, type TestCluster, when, whenEvent } from '../harness.js';

let cluster: TestCluster;
beforeEach(() => {
  cluster = startTestCluster();
});
afterEach(() => cluster.stop());

/** Answers 200 when `isWell`, an expression over `n`, the number of requests so far, holds. */
const server = (isWell: string): Container => ({
  name: 'main',
  image: 'any',
  command: [
    ...['node', '-e'],
    `let n = 0; require('http').createServer((_, r) => r.writeHead(++n && ${isWell} ? 200 : 500).end()).listen(process.env.PORT)`,
  ],
  env: [{ name: 'PORT', value: '8000' }],
  ports: [{ containerPort: 8000 }],
});
const asks = (rest: object = {}) => ({ httpGet: { port: 8000 }, periodSeconds: 0.05, failureThreshold: 2, ...rest });
const run = (container: Container) => {
  const spec = { containers: [container], restartPolicy: 'Always', terminationGracePeriodSeconds: 5 };
  cluster.api.create('pods', shellPod('p', '', spec as Partial<Pod['spec']>));
};
const whenStatus = (claim: (status: { restartCount: number; ready: boolean }) => boolean) =>
  when<Pod>(cluster.api, 'pods', 'p', ({ status }) => (status?.containerStatuses ?? []).some(claim));

test('a container that is not alive any more: ended and started again', async () => {
  run({ ...server('n < 3'), startupProbe: asks({ failureThreshold: 1000 }), livenessProbe: asks() });
  const { message } = await whenEvent(cluster.api, 'Killing');
  expect(message).toBe('Container main failed liveness probe, will be restarted');
  await whenStatus(({ restartCount }) => restartCount === 1);
});

test('a container that starts slowly: neither ready nor ended before it has started', async () => {
  run({
    ...server('n > 3'),
    startupProbe: asks({ failureThreshold: 1000 }),
    livenessProbe: asks({ failureThreshold: 1 }),
  });
  const { status } = await whenStatus(({ ready }) => ready);
  expect(status?.containerStatuses?.[0]?.restartCount).toBe(0);
});

test('a container that does not start: ended and started again', async () => {
  run({ ...server('false'), startupProbe: asks() });
  expect((await whenEvent(cluster.api, 'Killing')).message).toContain('failed startup probe');
  await whenStatus(({ restartCount }) => restartCount === 1);
});

test('a container that nothing listens in: reported before it was ever ready, with the port of the container', async () => {
  const command = ['sleep', '60'];
  const readinessProbe = { tcpSocket: { port: 8000 }, periodSeconds: 0.05 };
  run({ ...server('true'), command, readinessProbe });
  expect((await whenEvent(cluster.api, 'Unhealthy')).message).toBe(
    'Readiness probe failed: dial tcp 127.0.0.1:8000: connect: connection refused',
  );
});
