import type { ClientRequest, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Connection, Credentials } from '../connection/connection.js';
import { accepted } from './answer.js';
import { ApiError } from './api-error.js';
import { credentialsError, networkError, timeoutError } from './network-error.js';
import { tcpKeepAliveMilliseconds } from './socket-pool.js';

/** A request that becomes a WebSocket. */
export interface WebSocketRequest {
  /** As `objectPath` makes it: encoded, and without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Subprotocols, the preferred one first. The server chooses one, or the request fails. */
  readonly protocols: readonly string[];
  /** Until the WebSocket is open. */
  readonly signal?: AbortSignal | undefined;
  /** Until the WebSocket is open. @default 30 */
  readonly timeoutSeconds?: number;
}

/**
 * Opens a WebSocket to the API server. After a 401 the credentials are read again and the request is sent once more.
 * Messages come as `Buffer`; the WebSocket is paused, so that none is lost before there is a listener.
 *
 * @throws ApiError, except that the caller's own `signal` rejects with its reason
 */
export async function openWebSocket(connection: Connection, request: WebSocketRequest): Promise<WebSocket> {
  try {
    return await open(connection, request, false);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 401) throw error;
    return open(connection, request, true);
  }
}

async function open(connection: Connection, request: WebSocketRequest, refresh: boolean): Promise<WebSocket> {
  const action = `GET ${request.path}`;
  const credentials = connection.credentials({ refresh }).catch((error: unknown) => {
    throw credentialsError(action, error);
  });
  // Only what needs a WebSocket loads it.
  const [{ WebSocket }, { headers, tls }] = await Promise.all([import('ws'), credentials]);
  request.signal?.throwIfAborted();
  const socket = new WebSocket(urlOf(connection.server, request), [...request.protocols], {
    ...tls,
    headers: { 'user-agent': 'kubetask', ...(headers as HeadersOfOneValue) },
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  return opened(socket, request, action);
}

/** Node.js also takes several values, which the types of `ws` do not say. */
type HeadersOfOneValue = Readonly<Record<keyof Credentials['headers'], string>>;

function urlOf(server: URL, { path, query }: WebSocketRequest): URL {
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
  url.protocol = server.protocol === 'http:' ? 'ws:' : 'wss:';
  url.search = query.toString();
  return url;
}

function opened(socket: WebSocket, { signal, timeoutSeconds = 30 }: WebSocketRequest, action: string) {
  return new Promise<WebSocket>((resolve, reject) => {
    const fail = (error: unknown) => {
      settle();
      socket.terminate();
      reject(error);
    };
    const onAbort = () => fail(signal?.reason);
    const timer = setTimeout(() => fail(timeoutError(action, timeoutSeconds)), timeoutSeconds * 1000);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    socket.on('error', (error) => fail(networkError(action, error)));
    socket.on('upgrade', (response) => response.socket.setKeepAlive(true, tcpKeepAliveMilliseconds));
    socket.on('unexpected-response', (outgoing, response) => {
      refusal(action, outgoing, response).then(fail, fail);
    });
    socket.on('open', () => {
      settle();
      socket.removeAllListeners();
      socket.pause();
      resolve(socket);
    });
  });
}

/** @returns why the server did not open a WebSocket */
async function refusal(action: string, outgoing: ClientRequest, response: IncomingMessage): Promise<ApiError> {
  const [method = '', path = ''] = action.split(' ');
  try {
    await accepted({ method: method as 'GET', path }, response);
  } catch (error) {
    return networkError(action, error);
  } finally {
    outgoing.destroy();
  }
  const fields = { code: response.statusCode ?? 0, reason: 'NoWebSocket', transient: false };
  return new ApiError(`Cannot ${action}: the answer is no WebSocket; a proxy in between may not allow it`, fields);
}
