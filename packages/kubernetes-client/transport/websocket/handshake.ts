import { createHash, randomBytes } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../api-error.js';
import { actionOf } from '../api-request.js';
import { type Exchange, start } from '../exchange.js';
import { tcpKeepAliveMilliseconds } from '../socket-pool.js';
import { WebSocket } from './websocket.js';

/** Source: RFC 6455, section 1.3 */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** What a server answers to a request for a WebSocket. */
export type Handshake = { readonly webSocket: WebSocket } | { readonly refusal: IncomingMessage };

/**
 * Asks for a WebSocket.
 *
 * @param protocols the preferred one first; the server must choose one
 * @throws the socket's error as Node gives it, an AbortError when it was cut off, ApiError when the answer is no WebSocket
 */
export async function handshake(exchange: Exchange, protocols: readonly string[]): Promise<Handshake> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    ...exchange.headers,
    // A kubelet answers 406 to a client that accepts JSON alone.
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
    'sec-websocket-protocol': protocols.join(', '),
  };
  exchange.cutOff.throwIfCut();
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = start({ ...exchange, headers }, (error) => {
      // The server closed an idle connection in the same moment, and has not read the request.
      if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        resolve(handshake(exchange, protocols));
      } else reject(error);
    });
    outgoing.on('response', (refusal) => resolve({ refusal }));
    outgoing.on('upgrade', (response, socket: Socket, head) => {
      const protocol = response.headers['sec-websocket-protocol'] ?? '';
      const isAgreed = response.headers['sec-websocket-accept'] === acceptOf(key) && protocols.includes(protocol);
      if (isAgreed) return resolve({ webSocket: opened(socket, head, protocol) });
      socket.destroy();
      reject(notAgreed(exchange));
    });
    outgoing.end();
  });
}

const acceptOf = (key: string): string => createHash('sha1').update(`${key}${guid}`).digest('base64');

function opened(socket: Socket, head: Buffer, protocol: string): WebSocket {
  socket.setTimeout(0).setNoDelay(true).setKeepAlive(true, tcpKeepAliveMilliseconds).ref();
  socket.pause();
  if (head.length > 0) socket.unshift(head);
  return new WebSocket(socket, protocol);
}

/** A server, or a proxy in between, that does not follow the protocol. */
export function notAgreed({ request }: Pick<Exchange, 'request'>): ApiError {
  const fields = { code: 0, reason: 'NoWebSocket', transient: false };
  return new ApiError(
    `Cannot ${actionOf(request)}: the answer is no WebSocket; a proxy in between may not allow it`,
    fields,
  );
}
