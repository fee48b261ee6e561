import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createServerCertificate } from '../../packages/embedded-cluster/testing.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';

const { caPem, ...tls } = createServerCertificate(Date.now());

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** Every value of a header that came several times. */
  readonly headersDistinct: IncomingMessage['headersDistinct'];
  readonly body: unknown;
}

/** How the server treats one request. */
export type Script = (response: ServerResponse, request: SeenRequest) => void;

export function json(body: unknown, code = 200, headers: Record<string, string> = {}): Script {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** An error as the API server words it. */
export function rejection(code: number, reason: string, headers: Record<string, string> = {}): Script {
  return json({ kind: 'Status', code, reason, message: `the server says ${reason}` }, code, headers);
}

/** Never a byte, and the socket stays open. */
export const freeze: Script = () => undefined;

/** The connection breaks before a byte of the answer. */
export const reset: Script = (response) => response.socket?.destroy();

/** A watch, or a log, that the test writes while it is read. */
export class OpenStream {
  readonly opened: Promise<SeenRequest>;
  private resolveOpened: (request: SeenRequest) => void = () => undefined;
  private response: ServerResponse | undefined;
  /** Written before the client has come. */
  private readonly early: (string | Buffer)[] = [];

  constructor() {
    this.opened = new Promise((resolve) => {
      this.resolveOpened = resolve;
    });
  }

  readonly script: Script = (response, request) => {
    this.response = response;
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    for (const bytes of this.early) response.write(bytes);
    this.resolveOpened(request);
  };

  send(type: string, object: object): void {
    this.write(`${JSON.stringify({ type, object })}\n`);
  }

  write(bytes: string | Buffer): void {
    if (this.response) this.response.write(bytes);
    else this.early.push(bytes);
  }

  end(): void {
    this.response?.end();
  }

  reset(): void {
    this.response?.socket?.destroy();
  }

  /** Resolves when the client has let go. */
  async closed(): Promise<void> {
    if (this.response && !this.response.closed) await once(this.response, 'close');
  }
}

/** The authority that its clients have to trust. */
export const ca = caPem;

/** A TLS server that answers requests in the order of their arrival, each as the next script says. */
export class FakeServer {
  readonly requests: SeenRequest[] = [];
  /** Sockets ever opened. */
  connections = 0;
  token = 'first-token';
  private readonly scripts: Script[] = [];
  private readonly waiting: { response: ServerResponse; request: SeenRequest }[] = [];
  private readonly arrivals = new Set<() => void>();
  private readonly sockets = new Set<Socket>();
  private fallback: Script | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => void this.receive(request, response));
    server.on('secureConnection', (socket: Socket) => {
      this.connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<FakeServer> {
    const server = createServer(tls);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeServer(server, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Reads the token for every call, as a real connection does after it was renewed. */
  get connection(): Connection {
    const credentials = async () => ({ headers: { authorization: `Bearer ${this.token}` }, tls: { ca: caPem } });
    return { server: new URL(this.url), namespace: 'default', credentials };
  }

  get openSockets(): number {
    return this.sockets.size;
  }

  /** The next requests, also those that wait for an answer already. */
  script(...scripts: Script[]): void {
    this.scripts.push(...scripts);
    this.answer();
  }

  /** What to do when no script is left. */
  otherwise(script: Script): void {
    this.fallback = script;
    this.answer();
  }

  stream(): OpenStream {
    const stream = new OpenStream();
    this.script(stream.script);
    return stream;
  }

  /** The n-th request ever, from 0, as soon as it has arrived. */
  async request(index: number): Promise<SeenRequest> {
    for (;;) {
      const seen = this.requests[index];
      if (seen) return seen;
      await new Promise<void>((resolve) => this.arrivals.add(resolve));
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url ?? '/', this.url);
    const body = Buffer.concat(chunks).toString();
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      headersDistinct: incoming.headersDistinct,
      body: body === '' ? undefined : JSON.parse(body),
    };
    this.requests.push(request);
    for (const arrived of this.arrivals) arrived();
    this.arrivals.clear();
    this.waiting.push({ response, request });
    this.answer();
  }

  private answer(): void {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const script = this.scripts.shift() ?? this.fallback;
      if (!script) return;
      this.waiting.shift();
      script(next.response, next.request);
    }
  }
}
