import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { servePortForward } from '../../api-server/http/streams/serve-port-forward.js';
import type { PodContext } from '../../node/pod/pod-context.js';
import { podPorts } from '../../node/port-forward/pod-ports.js';
import { refusal, streamPath } from './channel-client.js';
import { connectSpdy } from './spdy-client.js';
import { createPod, type StreamCluster, sleeping, startStreamCluster } from './stream-cluster.js';

describe('connections', () => {
  let echo: Server;
  let port: string;
  let lastSocket: Socket;
  beforeAll(async () => {
    echo = createServer({ allowHalfOpen: true }, (socket) => {
      lastSocket = socket;
      socket.pipe(socket);
    });
    await once(echo.listen(0, '127.0.0.1'), 'listening');
    port = String((echo.address() as AddressInfo).port);
  });
  afterAll(() => {
    echo.close();
  });

  /** 8000 of the Pod has another port on this machine. */
  const connect = () => {
    const record = { ports: new Map([[8000, Number(port)]]) };
    const ports = podPorts({ record, pod: { metadata: { uid: 'u1' } } } as unknown as PodContext);
    return connectSpdy((connection) => servePortForward(connection, ports, 'one'));
  };
  const open = async ({ client }: ReturnType<typeof connect>, id: number, request: string, wanted = port) => {
    const headers = { port: wanted, requestid: request };
    await client.open(id, { streamtype: 'error', ...headers });
    client.data(id, '', true);
    await client.open(id + 2, { streamtype: 'data', ...headers });
  };

  test('several at a time, each with its own bytes, and each end is passed on', async () => {
    const connection = connect();
    await open(connection, 1, '0');
    await open(connection, 5, '1');
    connection.client.data(3, 'first');
    connection.client.data(7, 'second', true);
    connection.client.data(3, ', more', true);
    const texts = await Promise.all([1, 3, 5, 7].map((id) => connection.client.textOf(id)));
    expect(texts).toEqual(['', 'first, more', '', 'second']);
    await connection.hangUp();
  });
  test('a port of the Pod that has another on this machine', async () => {
    const connection = connect();
    await open(connection, 1, '0', '8000');
    connection.client.data(3, 'mapped', true);
    expect(await connection.client.textOf(3)).toBe('mapped');
    await connection.hangUp();
  });
  test('nobody listens: said on the error stream, and the data stream ends', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const free = String((unused.address() as AddressInfo).port);
    unused.close();
    await once(unused, 'close');
    const connection = connect();
    await open(connection, 1, '0', free);
    expect(await connection.client.textOf(1)).toBe(
      `error forwarding port ${free} to pod one, uid : failed to connect to localhost:${free} inside namespace "u1", ` +
        `IPv4: dial tcp4 127.0.0.1:${free}: connect: connection refused ` +
        `IPv6: dial tcp6 [::1]:${free}: connect: connection refused`,
    );
    expect(await connection.client.textOf(3)).toBe('');
    await connection.hangUp();
  });
  test('a client that resets its stream ends the connection of the Pod, without an error', async () => {
    const connection = connect();
    await open(connection, 1, '0');
    connection.client.data(3, 'x');
    await connection.client.seen(0);
    const closed = once(lastSocket, 'close');
    connection.client.reset(3);
    expect(await connection.client.textOf(1)).toBe('');
    await Promise.all([closed, connection.hangUp()]);
  });
  test.each(['', '0', '65536', '-1', 'http'])('port %j: the stream is refused', async (wrong) => {
    const connection = connect();
    await connection.client.open(1, { streamtype: 'data', port: wrong, requestid: '0' });
    expect((await connection.client.seen(3)).id).toBe(1);
    await connection.hangUp();
  });
});

describe('what is refused', () => {
  let cluster: StreamCluster;
  beforeAll(async () => {
    cluster = await startStreamCluster();
    await createPod(cluster, 'one', { containers: [sleeping('main')] });
  });
  afterAll(() => cluster.stop());
  const ask = (pod: string, protocol: string) =>
    refusal(cluster.server, streamPath(pod, 'portforward', {}), [protocol]);

  test('no such Pod: 404', async () => {
    const { code, body } = await ask('none', 'v4.channel.k8s.io');
    expect([code, JSON.parse(body).message]).toEqual([404, 'pods "none" not found']);
  });
  test('unknown protocol: 403', async () => {
    expect((await ask('one', 'v9.channel.k8s.io')).code).toBe(403);
  });
});
