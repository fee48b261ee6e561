import type { IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { Connection, Credentials } from '../connection/connection.js';
import type { EngineMetrics } from '../metrics.js';
import { accepted, decoded } from './answer.js';
import type { ApiError } from './api-error.js';
import { type ApiRequest, actionOf } from './api-request.js';
import { type ApiStream, apiStream } from './api-stream.js';
import { type CutOff, CutOffs } from './cut-off.js';
import { type Endpoint, endpointOf, ignoreBody, send } from './exchange.js';
import { closedError, credentialsError, networkError, timeoutError } from './network-error.js';
import { retryDelaySeconds } from './retry-policy.js';
import { SocketPool } from './socket-pool.js';
import { TokenBucket } from './token-bucket.js';
import { handshake, notAgreed } from './websocket/handshake.js';
import type { WebSocket } from './websocket/websocket.js';

export interface TransportOptions {
  /** Sockets for requests; each stream has one more of its own. @default 32 */
  readonly maxSockets?: number;
  /** @default 30 */
  readonly requestTimeoutSeconds?: number;
  /** Requests per second on average. @default unlimited: the server's priority and fairness says 429, and we obey */
  readonly qps?: number;
  /** Requests at once when `qps` is set. @default twice `qps` */
  readonly burst?: number;
  /** Asked of everything but GET in the moment in which it is sent; refused, it fails with LeaseNotHeld. @default always */
  readonly mayWrite?: () => boolean;
  readonly clock?: Clock;
  readonly metrics?: EngineMetrics;
  /** From 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

/** Whether it may be repeated after a failure that leaves open whether it was carried out. */
type Repeatable = 'repeatable' | 'once';

/**
 * HTTP to one API server as one identity.
 *
 * Guarantees: never more than `maxSockets` sockets for requests; every try has a deadline; 429 and Retry-After are
 * obeyed for every verb; a GET is tried again after a network error or 5xx, a bounded number of times; after a 401 the
 * credentials are read again and the request is sent once more.
 *
 * @throws ApiError from every method, except that a caller's own `signal` rejects with its reason
 */
export class Transport {
  private readonly pool: SocketPool;
  private readonly endpoint: Endpoint;
  private readonly clock: Clock;
  private readonly cutOffs: CutOffs;
  private readonly bucket: TokenBucket | undefined;
  private readonly random: () => number;

  constructor(
    private readonly connection: Connection,
    private readonly options: TransportOptions = {},
  ) {
    const { maxSockets = 32, qps, burst, clock = systemClock, random = Math.random } = options;
    this.pool = new SocketPool(connection.server, maxSockets);
    this.endpoint = endpointOf(connection.server);
    this.cutOffs = new CutOffs(clock);
    this.bucket = qps === undefined ? undefined : new TokenBucket(qps, burst ?? 2 * qps, clock);
    this.clock = clock;
    this.random = random;
  }

  /** The answer's JSON, trusted to be a `T`: undefined when it is empty, a string when it is not JSON. */
  request<T>(request: ApiRequest): Promise<T> {
    return this.retrying(request, request.method === 'GET' ? 'repeatable' : 'once', async (cutOff) => {
      const answer = await decoded(request, await this.open(request, cutOff, 'shared'));
      cutOff.release();
      return answer as T;
    });
  }

  /** A GET whose body is read while it comes. A stream that breaks or falls silent is its reader's to judge. */
  stream(request: Pick<ApiRequest, 'path' | 'query' | 'signal' | 'timeoutSeconds'>): Promise<ApiStream> {
    const get: ApiRequest = { ...request, method: 'GET' };
    return this.retrying(get, 'once', async (cutOff) => {
      const response = await this.open(get, cutOff, 'own');
      cutOff.clearDeadline();
      return apiStream(actionOf(get), response, cutOff);
    });
  }

  /**
   * A GET that becomes a WebSocket, on one of the pool's sockets, which then is the WebSocket's alone.
   *
   * @param protocols the preferred one first; the server chooses one, or the request fails
   */
  webSocket(request: Pick<ApiRequest, 'path' | 'query' | 'signal'>, protocols: readonly string[]): Promise<WebSocket> {
    const get: ApiRequest = { ...request, method: 'GET' };
    return this.retrying(get, 'once', async (cutOff) => {
      const webSocket = await this.upgraded(get, cutOff, protocols);
      cutOff.release();
      return webSocket;
    });
  }

  /** Cuts off every request and stream in flight and refuses new ones. */
  close(): void {
    this.cutOffs.closeAll(closedError());
    this.pool.close();
  }

  private async retrying<T>(request: ApiRequest, repeatable: Repeatable, once: (c: CutOff) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const attempt = await this.attempt(request, once);
      if ('answer' in attempt) return attempt.answer;
      const failed = { error: attempt.error, tries, idempotent: repeatable === 'repeatable' };
      const seconds = retryDelaySeconds(failed, this.random);
      if (seconds === undefined) throw attempt.error;
      await this.pause(seconds, request);
    }
  }

  private async attempt<T>(
    request: ApiRequest,
    once: (cutOff: CutOff) => Promise<T>,
  ): Promise<{ readonly answer: T } | { readonly error: ApiError }> {
    if (this.bucket) await this.pause(this.bucket.take(), request);
    const seconds = request.timeoutSeconds ?? this.options.requestTimeoutSeconds ?? 30;
    const cutOff = this.cutOffs.link(request.signal);
    const started = this.clock.now();
    const count = (code: number) => this.count(request, code, started);
    try {
      cutOff.throwIfCut();
      cutOff.setDeadline(seconds, () => timeoutError(actionOf(request), seconds));
      const answer = await once(cutOff);
      count(200);
      return { answer };
    } catch (thrown) {
      cutOff.release();
      request.signal?.throwIfAborted();
      const error = networkError(actionOf(request), cutOff.explain(thrown));
      count(error.code);
      return { error };
    }
  }

  private async upgraded(request: ApiRequest, cutOff: CutOff, protocols: readonly string[]): Promise<WebSocket> {
    const askAs = (credentials: Credentials) =>
      handshake(this.exchange(request, credentials, cutOff, 'shared'), protocols);
    const credentials = await this.credentials(request);
    let answer = await askAs(credentials);
    if ('refusal' in answer && answer.refusal.statusCode === 401) {
      await ignoreBody(answer.refusal);
      answer = await askAs(await this.renewed(request, credentials));
    }
    if ('webSocket' in answer) return answer.webSocket;
    await ignoreBody(await accepted(request, answer.refusal));
    throw notAgreed({ request });
  }

  private exchange(request: ApiRequest, { headers, tls }: Credentials, cutOff: CutOff, socket: 'shared' | 'own') {
    const { endpoint, pool } = this;
    return { endpoint, request, headers, socket: pool[socket](tls), cutOff, mayWrite: this.options.mayWrite };
  }

  private async open(request: ApiRequest, cutOff: CutOff, socket: 'shared' | 'own'): Promise<IncomingMessage> {
    const sendAs = (credentials: Credentials) => send(this.exchange(request, credentials, cutOff, socket));
    const credentials = await this.credentials(request);
    const response = await sendAs(credentials);
    if (response.statusCode !== 401) return accepted(request, response);
    await ignoreBody(response);
    return accepted(request, await sendAs(await this.renewed(request, credentials)));
  }

  /** Of many requests that were refused together only the first has the credentials read again. */
  private async renewed(request: ApiRequest, refused: Credentials): Promise<Credentials> {
    const latest = await this.credentials(request);
    return isDeepStrictEqual(latest, refused) ? this.credentials(request, true) : latest;
  }

  private async credentials(request: ApiRequest, refresh = false): Promise<Credentials> {
    try {
      return await this.connection.credentials({ refresh });
    } catch (error) {
      throw credentialsError(actionOf(request), error);
    }
  }

  private async pause(seconds: number, { signal }: ApiRequest): Promise<void> {
    if (seconds === 0) return;
    const cutOff = this.cutOffs.link(signal);
    await new Promise<void>((resolve) => {
      const cancel = this.clock.setTimeout(resolve, seconds * 1000);
      cutOff.whenCut(() => {
        cancel();
        resolve();
      });
    });
    cutOff.release();
    cutOff.throwIfCut();
  }

  private count({ method }: ApiRequest, code: number, started: number): void {
    this.options.metrics?.requestFinished?.({ method, code, seconds: (this.clock.now() - started) / 1000 });
  }
}
