import { once } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { badRequest } from '../status-errors.js';
import type { Handler, UpgradeHandler } from './handler.js';
import { readableRequest } from './request/readable-request.js';
import { errorResponse } from './response/responses.js';
import { writeBody } from './response/write-body.js';

export interface Edge {
  readonly port: number;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export interface Handlers {
  readonly request: Handler;
  readonly upgrade: UpgradeHandler;
}

/** Serves over TLS, on loopback only. @throws when the port is taken */
export async function listen(handlers: Handlers, tls: { key: string; cert: string }, port: number): Promise<Edge> {
  const server = createServer({ ...tls, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void answer(handlers.request, incoming, outgoing);
  });
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    void upgrade(handlers.upgrade, incoming, socket, head);
  });
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => close(server, upgraded) };
}

async function close(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  for (const socket of upgraded) socket.destroy();
  await closed;
}

/** A response whose body breaks off breaks off the connection, so that the client does not take it for the end. */
async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const request = readableRequest(incoming, gone.signal);
    const response = request ? await handler(request) : errorResponse(badRequest('the request cannot be read'));
    // A body that was not read would block the connection's next request.
    if (!request) incoming.resume();
    else if (!request.bodyUsed) await request.body?.pipeTo(new WritableStream());
    await write(response, outgoing, gone.signal);
  } catch {
    outgoing.destroy();
  }
}

/** What does not change the protocol is answered as usual, but it is the last answer of its connection. */
async function upgrade(
  handler: UpgradeHandler,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  try {
    const request = readableRequest(incoming, gone.signal);
    const answered = request ? await handler(request) : errorResponse(badRequest('the request cannot be read'));
    if (typeof answered === 'function') return answered(incoming, socket, head);
    const outgoing = new ServerResponse(incoming);
    outgoing.shouldKeepAlive = false;
    outgoing.assignSocket(socket as Socket);
    await write(answered, outgoing, gone.signal);
    socket.end();
  } catch {
    socket.destroy();
  }
}

async function write(response: Response, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  outgoing.writeHead(response.status, headersOf(response));
  outgoing.flushHeaders();
  await writeBody(response, outgoing, signal);
  outgoing.end();
}

function headersOf(response: Response): Record<string, string | string[]> {
  const warnings = response.headers.get('warning');
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  return warnings ? { ...headers, warning: warnings } : headers;
}
