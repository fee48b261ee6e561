import * as http from 'node:http';
import * as https from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type ApiRequest, targetOf } from './api-request.js';
import type { Credentials } from './connection.js';
import type { CutOff } from './cut-off.js';

const unzip = promisify(gunzip);
const tcpKeepAliveMilliseconds = 30_000;

/** The server as every request names it; a URL takes itself apart at each question. */
export interface Endpoint {
  readonly client: typeof http | typeof https;
  readonly hostname: string;
  readonly port: string;
  /** Of every path. */
  readonly prefix: string;
}

export const endpointOf = ({ protocol, hostname, port, pathname }: URL): Endpoint => ({
  client: protocol === 'http:' ? http : https,
  hostname: hostname.replace(/^\[|\]$/g, ''),
  port,
  prefix: pathname.replace(/\/$/, ''),
});

export interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: ApiRequest;
  readonly credentials: Credentials;
  /** Undefined for a socket of its own, closed afterwards. */
  readonly agent: http.Agent | undefined;
  readonly cutOff: CutOff;
}

/**
 * Sends one request and resolves with the response as soon as its headers are there.
 *
 * @throws the socket's error as Node gives it, or an AbortError when it was cut off
 */
export async function send(exchange: Exchange): Promise<http.IncomingMessage> {
  const { endpoint, request, agent, cutOff } = exchange;
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  cutOff.throwIfCut();
  return new Promise((resolve, reject) => {
    const outgoing = endpoint.client.request(wireOptions(exchange, body), resolve);
    outgoing.on('error', reject);
    cutOff.whenCut(() => outgoing.destroy(abortError()));
    // A pool does this for its sockets; this one has no pool.
    if (!agent) outgoing.once('socket', (socket) => socket.setKeepAlive(true, tcpKeepAliveMilliseconds));
    outgoing.end(body);
  });
}

const abortError = () =>
  Object.assign(new Error('The exchange was cut off'), { name: 'AbortError', code: 'ABORT_ERR' });

function wireOptions(
  { endpoint, request, credentials, agent }: Exchange,
  body: string | undefined,
): https.RequestOptions {
  return {
    method: request.method,
    hostname: endpoint.hostname,
    port: endpoint.port,
    path: endpoint.prefix + targetOf(request),
    headers: {
      accept: 'application/json',
      'user-agent': 'kubetask',
      // A pooled answer is read whole, and lists shrink to a tenth; a stream must come as it happens.
      ...(agent && request.method === 'GET' && { 'accept-encoding': 'gzip' }),
      ...(body !== undefined && bodyHeaders(request, body)),
      ...credentials.headers,
    },
    agent: agent ?? false,
    ...(!agent && credentials.tls),
  };
}

/** Node sends no length with the body of a DELETE unless told, and the server then takes the body for the next request. */
function bodyHeaders({ contentType = 'application/json' }: ApiRequest, body: string): http.OutgoingHttpHeaders {
  return { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
}

/** The whole body as it came. @throws the socket's error when the body is cut off */
export function readBytes(response: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve(Buffer.concat(chunks)));
    response.on('error', reject);
  });
}

/** The whole body, unpacked. @throws the socket's error when the body is cut off */
export async function readBody(response: http.IncomingMessage): Promise<Buffer> {
  const packed = await readBytes(response);
  return response.headers['content-encoding'] === 'gzip' ? unzip(packed) : packed;
}
