import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { badRequest } from '../status-errors.js';
import type { Handler } from './handler.js';
import { errorResponse } from './response/responses.js';
import { writeBody } from './response/write-body.js';

export interface Edge {
  readonly port: number;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** Serves a handler over TLS, on loopback only. @throws when the port is taken */
export async function listen(handler: Handler, tls: { key: string; cert: string }, port: number): Promise<Edge> {
  const server = createServer({ ...tls, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void answer(handler, incoming, outgoing);
  });
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
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
    outgoing.writeHead(response.status, headersOf(response));
    outgoing.flushHeaders();
    await writeBody(response, outgoing, gone.signal);
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

/** Undefined for a target that is no path, and for methods such as TRACE. */
function readableRequest(incoming: IncomingMessage, signal: AbortSignal): Request | undefined {
  try {
    return requestOf(incoming, signal);
  } catch {
    return undefined;
  }
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const bodiless = method === 'GET' || method === 'HEAD';
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(':') ? [] : [[name, String(value)] as [string, string]],
  );
  return new Request(new URL(url, `https://${headers.host ?? 'localhost'}`), {
    method,
    headers: fields,
    signal,
    ...(!bodiless && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }),
  });
}

function headersOf(response: Response): Record<string, string | string[]> {
  const warnings = response.headers.get('warning');
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  return warnings ? { ...headers, warning: warnings } : headers;
}
