import { once } from 'node:events';
import { type RawData, WebSocket } from 'ws';
import type { ApiServer } from '../../api-server/start-api-server.js';

export interface Refusal {
  readonly code: number | undefined;
  readonly body: string;
}

/** A client of `exec` and `attach` that is nobody's library. */
export interface ChannelClient {
  readonly socket: WebSocket;
  send(channel: number, data: string | Uint8Array): void;
  /** Resolves when the channel has said the text. */
  said(channel: number, text: string): Promise<void>;
  /** What the channel has said so far. */
  received(channel: number): Buffer;
  /** Resolves with all that came, when the connection is closed. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Undefined when the connection broke off before. */
  readonly status: StreamStatus | undefined;
}

export interface StreamStatus {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

export type Query = Readonly<Record<string, string | readonly string[]>>;

export function streamPath(pod: string, subresource: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return `/api/v1/namespaces/default/pods/${pod}/${subresource}?${new URLSearchParams(pairs)}`;
}

export function openSocket(server: ApiServer, path: string, protocols: readonly string[], headers = {}): WebSocket {
  return new WebSocket(`wss://127.0.0.1:${server.port}${path}`, [...protocols], {
    ca: server.caPem,
    headers: { authorization: `Bearer ${server.token}`, ...headers },
  });
}

/** @throws when the server refuses */
export async function openChannelClient(
  server: ApiServer,
  path: string,
  protocol = 'v5.channel.k8s.io',
): Promise<ChannelClient> {
  const socket = openSocket(server, path, [protocol]);
  const chunks: Buffer[][] = [[], [], [], [], []];
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    chunks[bytes[0] ?? 0]?.push(bytes.subarray(1));
  });
  const text = (channel: number) => Buffer.concat(chunks[channel] ?? []);
  const ended = once(socket, 'close').then(() => ({
    stdout: text(1),
    stderr: text(2).toString(),
    status: text(3).length > 0 ? (JSON.parse(text(3).toString()) as StreamStatus) : undefined,
  }));
  await once(socket, 'open');
  return {
    socket,
    ended,
    received: text,
    send: (channel, data) => socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(data)])),
    said: async (channel, wanted) => {
      while (!text(channel).includes(wanted)) await once(socket, 'message');
    },
  };
}

/** What the server answers instead of an upgrade. */
export function refusal(server: ApiServer, path: string, protocols: readonly string[], headers = {}): Promise<Refusal> {
  const socket = openSocket(server, path, protocols, headers);
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('unexpected-response', async (_, response) => {
      let body = '';
      for await (const chunk of response) body += String(chunk);
      resolve({ code: response.statusCode, body });
    });
  });
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
