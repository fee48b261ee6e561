import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { LineBuffer } from '../../packages/kubernetes-client/cache/watch-stream.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';

/** Anything parsed from an answer; facts compare parts of it. */
export interface Body {
  readonly [field: string]: unknown;
}

export interface Answer<Wanted = Body> {
  readonly code: number;
  readonly body: Wanted;
  /** The Warning header as sent: `299 - "..."`. */
  readonly warning?: string;
}

export interface SendOptions {
  /** Content type of the body. @default application/json */
  readonly type?: string;
  readonly accept?: string;
}

export interface Watch<Wanted = Body> {
  /** Resolves with the next event; undefined when the server has ended the watch. */
  next(): Promise<Wanted | undefined>;
  close(): void;
}

/**
 * Plain HTTP as in kubectl: no retries, and a refusal is an answer like any other. The server is under test,
 * so nothing interprets its answers.
 */
export interface ApiClient {
  /** @param body JSON, or text that is sent unchanged */
  send<Wanted = Body>(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Answer<Wanted>>;
  /** @throws Error when the server does not begin to stream */
  watch<Wanted = Body>(path: string): Promise<Watch<Wanted>>;
  close(): void;
}

/** Field manager of writes that are not applies. */
const userAgent = 'tester/1.0';

export function createApiClient({ server, credentials }: Connection): ApiClient {
  const agent = new Agent({ keepAlive: true });
  const open = async (path: string, options: RequestOptions, body?: unknown): Promise<IncomingMessage> => {
    const { headers, tls } = await credentials();
    const text = body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body);
    // Without a length Node.js sends the body of a DELETE as another request.
    const length = { 'content-length': String(Buffer.byteLength(text)) };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, server), {
        ...options,
        ...tls,
        headers: { ...headers, ...length, 'user-agent': userAgent, ...options.headers },
      });
      sent.on('error', reject).on('response', resolve);
      sent.end(text);
    });
  };
  return {
    async send<Wanted>(method: string, path: string, body?: unknown, { type, accept }: SendOptions = {}) {
      const headers = { 'content-type': type ?? 'application/json', ...(accept && { accept }) };
      const response = await open(path, { method, agent, headers }, body);
      const { warning } = response.headers;
      const answer = { code: response.statusCode ?? 0, body: parsed(await textOf(response)) as Wanted };
      return { ...answer, ...(warning !== undefined && { warning }) };
    },
    async watch<Wanted>(path: string) {
      const response = await open(path, { agent: false });
      if (response.statusCode !== 200) throw new Error(`Cannot watch ${path}: ${await textOf(response)}`);
      const events = eventsOf(response);
      return {
        next: async () => (await events.next()).value as Wanted | undefined,
        close: () => void response.destroy(),
      };
    },
    close: () => agent.destroy(),
  };
}

/** JSON, or plain text: a Go server answers so for paths that it does not serve. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<unknown, undefined> {
  const buffer = new LineBuffer();
  for await (const chunk of response) for (const line of buffer.push(chunk)) yield JSON.parse(line.toString());
  return undefined;
}
