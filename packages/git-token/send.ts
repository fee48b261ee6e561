import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { later, never } from './mint-failure.js';
import { proxyFor, proxyHeaders, tunnel } from './proxy.js';

const TIMEOUT_SECONDS = 30;
const MOST_BYTES = 1024 * 1024;

/** One request to the API of a host. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}

/** What the host says. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** The value of its JSON; undefined for anything else. */
  readonly body: unknown;
}

/** How requests are sent: the real way, or a test's. */
export type Send = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * Sends one request, through the proxy of the environment. No redirect is followed: the request carries a secret.
 *
 * @throws MintFailure when there is no answer, or more of it than any API sends
 */
export const send: Send = async (request) => {
  const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
  try {
    return await exchange(request, signal);
  } catch (error) {
    throw unanswered(request, error as NodeJS.ErrnoException, signal.aborted);
  }
};

async function exchange({ method, url, headers, body }: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
  const target = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    method,
    signal,
    agent: false,
    headers: {
      'user-agent': 'kubetask',
      accept: 'application/json',
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    },
  };
  const response = await respond(target, options, text, signal);
  return { status: response.statusCode ?? 0, headers: response.headers, body: parse(await read(response)) };
}

async function respond(target: URL, options: RequestOptions, text: string | undefined, signal: AbortSignal) {
  const proxy = proxyFor(target, process.env);
  const isSecure = target.protocol === 'https:';
  const socket = proxy && isSecure ? await tunnel(proxy, target, signal) : undefined;
  return new Promise<IncomingMessage>((resolve, reject) => {
    const asked = isSecure
      ? https.request(target, { ...options, ...(socket ? { socket } : {}) } as https.RequestOptions)
      : http.request(...plain(target, proxy, options));
    asked.once('response', resolve).once('error', reject).end(text);
  });
}

/** Without TLS, a proxy gets the whole URL. */
const plain = (target: URL, proxy: URL | undefined, options: RequestOptions): [URL, RequestOptions] =>
  proxy
    ? [
        proxy,
        {
          ...options,
          path: target.href,
          headers: { ...(options.headers as object), host: target.host, ...proxyHeaders(proxy) },
        },
      ]
    : [target, options];

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new TooMuch();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

class TooMuch extends Error {}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What TLS says of a server that is not the one that was asked for: nobody comes back later for that. */
const untrusted = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

function unanswered({ url }: ApiRequest, error: NodeJS.ErrnoException, isLate: boolean): Error {
  const { origin } = new URL(url);
  if (error instanceof TooMuch) return never(`${origin} answers with more than ${MOST_BYTES} bytes; check apiUrl`);
  if (isLate) return later(`${origin} has not answered within ${TIMEOUT_SECONDS} s`);
  const { code = '', message } = error;
  const why = message || code;
  if (untrusted.test(code)) return never(`${origin} cannot be trusted: ${why}; its certificate belongs into caBundle`);
  return later(`${origin} cannot be reached: ${why}`);
}
