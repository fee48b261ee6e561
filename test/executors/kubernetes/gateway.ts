import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';

/** A proxy in front of an API server, whose connections can be cut and frozen. */
export interface Gateway {
  readonly connection: Connection;
  /** Breaks all connections. */
  cut(): void;
  /** The server neither reads nor writes from now on; its connections stay open. */
  freeze(): void;
  stop(): Promise<void>;
}

/** @param protocols as an older server knows them; others are not passed on. @default all */
export async function startGateway(behind: Connection, protocols?: RegExp): Promise<Gateway> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const forward = async (incoming: IncomingMessage) => {
    const { headers, tls } = await behind.credentials();
    const offered = String(incoming.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
    const known = offered.filter((protocol) => protocol !== '' && (protocols?.test(protocol) ?? true));
    return httpsRequest(new URL(incoming.url ?? '', behind.server), {
      ...tls,
      ...{ agent: false, method: incoming.method },
      headers: {
        ...incoming.headers,
        ...headers,
        ...(known.length > 0 ? { 'sec-websocket-protocol': known.join(', ') } : {}),
      },
    } as object);
  };
  const gateway = createServer(async (incoming, response) => {
    if (isFrozen) return;
    const outgoing = await forward(incoming);
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  gateway.on('upgrade', async (incoming: IncomingMessage, near: Socket) => {
    const outgoing = await forward(incoming);
    outgoing.on('upgrade', (answer: IncomingMessage, far: Socket, head: Buffer) => {
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${answer.rawHeaders.reduce(asLines, '')}\r\n`);
      far.unshift(head);
      near.pipe(far).pipe(near);
      for (const socket of [near, far])
        socket.on('error', () => {}).on('close', () => [near, far].map((s) => s.destroy()));
      sockets.add(far);
    });
    outgoing.on('error', () => near.destroy());
    outgoing.end();
  });
  gateway.on('connection', (socket: Socket) => sockets.add(socket));
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  return {
    connection: {
      server: new URL(`http://127.0.0.1:${port}`),
      namespace: behind.namespace,
      credentials: async () => ({ headers: {}, tls: {} }),
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      gateway.close();
      await once(gateway, 'close');
    },
  };
}

const asLines = (text: string, word: string, index: number): string =>
  `${text}${word}${index % 2 === 0 ? ': ' : '\r\n'}`;
