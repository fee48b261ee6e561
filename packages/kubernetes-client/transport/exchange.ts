import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Credentials } from '../connection/connection.js';
import { type ApiRequest, actionOf, targetOf } from './api-request.js';
import { collect } from './body.js';
import type { CutOff } from './cut-off.js';
import { leaseError } from './network-error.js';
import { type SocketOptions, tcpKeepAliveMilliseconds } from './socket-pool.js';

const unzip = promisify(gunzip);

/** The server as every request names it; a URL takes itself apart at each question. */
export interface Endpoint {
  readonly client: typeof http | typeof https;
  readonly hostname: string;
  readonly port: string;
  /** Of every path. */
  readonly prefix: string;
}

/** Takes a URL apart once. */
export const endpointOf = ({ protocol, hostname, port, pathname }: URL): Endpoint => ({
  client: protocol === 'http:' ? http : https,
  hostname: hostname.replace(/^\[|\]$/g, ''),
  port,
  prefix: pathname.replace(/\/$/, ''),
});

/** One request with all that it is sent with. */
export interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: ApiRequest;
  readonly headers: Credentials['headers'];
  readonly socket: SocketOptions;
  readonly cutOff: CutOff;
  /** Asked when a write has its socket and nothing of it has been sent. @default it may always be sent */
  readonly mayWrite?: (() => boolean) | undefined;
}

/**
 * Sends one request and resolves with the response as soon as its headers are there.
 *
 * @throws the socket's error as Node gives it, or an AbortError when it was cut off
 */
export async function send(exchange: Exchange): Promise<http.IncomingMessage> {
  const { request } = exchange;
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  exchange.cutOff.throwIfCut();
  return new Promise((resolve, reject) => {
    const outgoing = start(exchange, reject, body);
    outgoing.on('response', resolve);
    if (!exchange.mayWrite || request.method === 'GET') outgoing.end(body);
    else endWhenReady(outgoing, body, exchange.mayWrite, actionOf(request));
  });
}

/** A request that is not sent yet. @param fail called with the socket's error, or an AbortError when it is cut off */
export function start(exchange: Exchange, fail: (error: Error) => void, body?: string): http.ClientRequest {
  const { endpoint, socket, cutOff } = exchange;
  const outgoing = endpoint.client.request(wireOptions(exchange, body));
  outgoing.on('error', fail);
  cutOff.whenCut(() => {
    const error = abortError();
    outgoing.destroy(error);
    // A request that still waits for a socket would tell only when it has one.
    fail(error);
  });
  // A pool does this for its sockets; this one has no pool.
  if (!socket.agent) outgoing.once('socket', (own) => own.setKeepAlive(true, tcpKeepAliveMilliseconds));
  return outgoing;
}

/**
 * Sends the request when its socket could take it at once, and not before: the process may be stopped for long while it
 * waits for a free socket, or while a new one connects.
 */
function endWhenReady(outgoing: http.ClientRequest, body: string | undefined, mayWrite: () => boolean, action: string) {
  const end = () => {
    if (mayWrite()) outgoing.end(body);
    else outgoing.destroy(leaseError(action));
  };
  outgoing.once('socket', (socket: Socket) => {
    if (Reflect.get(socket, 'secureConnecting')) socket.once('secureConnect', end);
    else if (socket.connecting) socket.once('connect', end);
    else end();
  });
}

const abortError = () =>
  Object.assign(new Error('The exchange was cut off'), { name: 'AbortError', code: 'ABORT_ERR' });

function wireOptions({ endpoint, request, headers, socket }: Exchange, body: string | undefined): https.RequestOptions {
  return {
    method: request.method,
    hostname: endpoint.hostname,
    port: endpoint.port,
    path: endpoint.prefix + targetOf(request),
    headers: {
      accept: 'application/json',
      'user-agent': 'kubetask',
      // A pooled answer is read whole, and lists shrink to a tenth; a stream must come as it happens.
      ...(socket.agent && request.method === 'GET' && { 'accept-encoding': 'gzip' }),
      ...(body !== undefined && bodyHeaders(request, body)),
      ...headers,
    },
    ...socket,
  };
}

/** Node sends no length with the body of a DELETE unless told, and the server then takes the body for the next request. */
function bodyHeaders({ contentType = 'application/json' }: ApiRequest, body: string): http.OutgoingHttpHeaders {
  return { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
}

/**
 * Reads the whole body, unpacked, and resolves with what `read` makes of it; `read` must not keep it.
 *
 * @throws the socket's error when the body is cut off, or what `read` throws
 */
export async function readBody<T>(
  response: http.IncomingMessage,
  read: (body: Buffer) => T,
  mostBytes?: number,
): Promise<T> {
  if (response.headers['content-encoding'] !== 'gzip') return collect(response, read, mostBytes);
  const packed = await collect(response, (bytes) => Buffer.from(bytes), mostBytes);
  return read(await unzip(packed, mostBytes === undefined ? {} : { maxOutputLength: mostBytes }));
}

/** Has the body come and go. @throws the socket's error when it is cut off */
export function ignoreBody(response: http.IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    response.on('end', resolve);
    response.on('error', reject);
    response.resume();
  });
}
