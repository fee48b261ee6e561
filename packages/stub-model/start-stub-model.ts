import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Edit, toolCall } from './edit.js';
import { type Mode, readMode } from './mode.js';
import type { Answer, ModelRequest, Protocol } from './protocol.js';
import { protocols } from './protocols.js';

/** Where the stub listens, and what it answers. */
export interface StubModelOptions {
  /** @default a free one */
  readonly port?: number;
  /** What the model writes in mode `tool`. */
  readonly edit?: Edit;
}

/** A request as the stub has seen it. */
export interface SeenRequest {
  readonly method: string;
  /** With the mode. */
  readonly path: string;
  /** Of the protocol; undefined for a path that no protocol has. */
  readonly protocol?: string;
  readonly model?: string;
}

/** A stub that listens. */
export interface StubModel {
  /** Without a mode: a client's base URL is `${url}/ok`. */
  readonly url: string;
  /** In their order; at most the last 1000. */
  readonly requests: readonly SeenRequest[];
  /** Resolves when no connection is open. */
  close(): Promise<void>;
}

const defaultEdit: Edit = { path: 'STUB-MODEL.md', text: 'The stub model was here.\n' };
const mostRequests = 1000;
const KEEP_ALIVE_MS = 120_000;
const mostBodyBytes = 64 << 20;

/** A model on loopback that needs no key and costs nothing. The first segment of a path is the mode. */
export async function startStubModel({ port = 0, edit = defaultEdit }: StubModelOptions = {}): Promise<StubModel> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    answer(request, response, edit, (seen) => {
      requests.push(seen);
      if (requests.length > mostRequests) requests.shift();
    }).catch(() => response.destroy());
  });
  // A slow client would ask on a connection that has just been closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listening(server, port);
  const { port: used } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${used}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  edit: Edit,
  see: (seen: SeenRequest) => void,
): Promise<void> {
  const { method = 'GET', url = '/' } = message;
  const { pathname } = new URL(url, 'http://stub');
  const [, segment = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pathname) ?? [];
  const mode = readMode(segment);
  const body = await readBody(message);
  const protocol = method === 'POST' ? protocols.find((one) => one.matches(rest)) : undefined;
  const request = protocol?.read(rest, body);
  see({ method, path: pathname, ...(protocol && { protocol: protocol.name, model: request?.model ?? '' }) });
  if (!mode) return sendJson(response, 404, { error: { message: `no mode ${segment}` } });
  if (protocol && request) return behave(response, mode, protocol, request, edit);
  // Clients ask for the models, or whether anybody is there.
  return rest.endsWith('/models')
    ? sendJson(response, 200, { object: 'list', data: [{ id: 'stub', object: 'model' }] })
    : sendJson(response, method === 'HEAD' ? 200 : 404, {});
}

function behave(response: ServerResponse, mode: Mode, protocol: Protocol, request: ModelRequest, edit: Edit): void {
  if (mode.kind === 'status') {
    const { status, retryAfterSeconds } = mode;
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
    sendJson(response, status, protocol.failure(status, retryAfterSeconds));
    return;
  }
  const said = answerTo(mode, request, edit);
  if (!request.isStream) {
    sendJson(response, 200, protocol.whole(request, said));
    return;
  }
  const [first = '', ...others] = protocol.events(request, said);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (mode.kind === 'cut') response.write(first, () => response.destroy());
  // The rest never comes, and the connection stays open.
  else if (mode.kind === 'slow') response.write(first);
  else response.end([first, ...others].join(''));
}

function answerTo({ kind }: Mode, request: ModelRequest, edit: Edit): Answer {
  const call = kind === 'tool' || kind === 'push' ? toolCall(kind, request, edit) : undefined;
  return call ?? { kind: 'text', text: request.toolResults > 0 ? `I wrote ${edit.path}.` : 'ok' };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Undefined for a body that is not JSON. */
async function readBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBodyBytes) chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
