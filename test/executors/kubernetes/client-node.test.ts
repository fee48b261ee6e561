import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Exec, KubeConfig } from '@kubernetes/client-node';
import { WebSocketHandler } from '@kubernetes/client-node/dist/web-socket-handler.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';
import { Collected } from '../collect.js';
import { deploy, type EmbeddedTestCluster, sleeping, startTestCluster } from './cluster.js';
import { startGateway } from './gateway.js';

/** What Exec of @kubernetes/client-node does not hold; the reason why the executor does not use it. */
let cluster: EmbeddedTestCluster;
let pod = '';
beforeAll(async () => {
  cluster = await startTestCluster();
  pod = (await deploy(cluster, 'api', [sleeping('main')])).metadata.name;
});
afterAll(() => cluster.stop());

async function exec({ server }: Connection, script: string, stdout: Writable, stdin: Readable | null = null) {
  const config = new KubeConfig();
  const { caPem, token } = cluster.server;
  const caData = Buffer.from(caPem).toString('base64');
  config.loadFromClusterAndUser(
    { name: 'x', server: server.origin, caData, skipTLSVerify: server.protocol === 'http:' },
    { name: 'x', token },
  );
  // Without streams of its own it opens the standard input of this process.
  const streams = { stdin: Readable.from([]), stdout, stderr: stdout };
  const handler = new WebSocketHandler(config, undefined, streams as never);
  const statuses: unknown[] = [];
  const command = ['sh', '-c', script];
  const onStatus = (status: unknown) => statuses.push(status);
  const socket = await new Exec(config, handler).exec(
    'default',
    pod,
    'main',
    command,
    stdout,
    stdout,
    stdin,
    false,
    onStatus,
  );
  return { statuses, closed: new Promise((resolve) => socket.addEventListener('close', resolve)), socket };
}

test('a connection that is cut: its callback is never called', async () => {
  const gateway = await startGateway(cluster.connection);
  const { statuses, closed } = await exec(gateway.connection, 'sleep 600', new Collected());
  gateway.cut();
  await closed;
  expect(statuses).toEqual([]);
  await gateway.stop();
});

test('a reader that takes nothing: all output is kept in memory', async () => {
  const bytes = 8_000_000;
  const stuck = new Writable({ write: () => {} });
  const { closed, socket } = await exec(cluster.connection, `head -c ${bytes} /dev/zero; sleep 600`, stuck);
  await new Promise<void>((resolve) => {
    socket.addEventListener('message', () => stuck.writableLength >= bytes && resolve());
  });
  expect(stuck.writableLength).toBeGreaterThanOrEqual(bytes);
  socket.close();
  await closed;
});

test('standard input that ends, on v4: the connection is closed, and the exit code is lost', async () => {
  const gateway = await startGateway(cluster.connection, /^v4\./);
  const { statuses, closed } = await exec(gateway.connection, 'cat; exit 3', new Collected(), Readable.from(['x']));
  await closed;
  expect(statuses).toEqual([]);
  await gateway.stop();
});
