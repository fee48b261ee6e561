import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { channels } from '../../../executors/kubernetes/exec/channel.js';
import type { Place } from '../../../executors/kubernetes/place.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { type Clock, systemClock } from '../../../packages/work-queue/clock.js';

/** A server of `exec` alone that runs commands here, and says nothing when one ends before it has read its input. */
export async function startStuckServer(clock: Clock): Promise<{ place: Place; stop: () => Promise<void> }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket, { url = '' }) => serve(socket, new URL(url, 'http://any').searchParams));
  await once(server, 'listening');
  const connection: Connection = {
    server: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    namespace: 'default',
    credentials: async () => ({ headers: {}, tls: {} }),
  };
  const transport = new Transport(connection, { clock: systemClock });
  return {
    place: { connection, transport, namespace: 'default', clock, pod: 'api-1', container: 'main' },
    stop: async () => {
      transport.close();
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: WebSocket, query: URLSearchParams): void {
  const [program = '', ...args] = query.getAll('command');
  const child = spawn(program, args);
  child.stdin.on('error', () => {});
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (content) => socket.send(Buffer.concat([Buffer.of(channels[name]), content])));
  }
  socket.on('close', () => child.stdin.end());
  socket.on('message', (message: Buffer) => {
    if (child.stdin.write(message.subarray(1))) return;
    socket.pause();
    child.stdin.once('drain', () => socket.resume());
  });
}
