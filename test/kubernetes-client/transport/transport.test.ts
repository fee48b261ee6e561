import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TlsIdentity } from '../../../packages/kubernetes-client/connection/connection.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { ApiStream } from '../../../packages/kubernetes-client/transport/api-stream.js';
import { Transport, type TransportOptions } from '../../../packages/kubernetes-client/transport/transport.js';
import { FakeClock, settle } from '../fake-clock.js';
import { FakeServer, freeze, json, OpenStream, rejection, reset } from '../fake-server.js';

const get: ApiRequest = { method: 'GET', path: '/api/v1/namespaces/a/pods' };
const post: ApiRequest = { method: 'POST', path: '/api/v1/namespaces/a/pods', body: { kind: 'Pod' } };
const patch: ApiRequest = { ...post, method: 'PATCH', contentType: 'application/merge-patch+json' };

let server: FakeServer;
let clock: FakeClock;
const transports: Transport[] = [];

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new FakeClock();
});

afterEach(async () => {
  for (const transport of transports.splice(0)) transport.close();
  await server.close();
});

/** No jitter: the longest wait of each range. */
function makeTransport(options: TransportOptions = {}, connection = server.connection): Transport {
  const transport = new Transport(connection, { clock, random: () => 1, ...options });
  transports.push(transport);
  return transport;
}

/** A transport whose identity is the server's, and what was written over it last. */
function makeRenewable() {
  const { credentials: read, ...rest } = server.connection;
  let written: TlsIdentity = {};
  const credentials = async () => {
    const { headers, tls } = await read();
    return { headers, tls: { ...tls, ...written } };
  };
  const renew = (identity: TlsIdentity) => {
    written = identity;
  };
  return { transport: makeTransport({}, { ...rest, credentials }), renew };
}

/** Lets a client that waits `seconds` for its next try continue. */
async function pass(seconds: number): Promise<void> {
  await clock.timerFor(seconds);
  await clock.advance(seconds);
}

describe('a request', () => {
  test('goes out with query, body, content type and credentials, and comes back as JSON', async () => {
    server.script(json({ kind: 'Pod' }, 201));
    const query = { fieldManager: 'kubetask', limit: undefined, labelSelector: 'a=b,c' };
    expect(await makeTransport().request({ ...patch, query })).toEqual({ kind: 'Pod' });
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      path: '/api/v1/namespaces/a/pods',
      query: { fieldManager: 'kubetask', labelSelector: 'a=b,c' },
      headers: { authorization: 'Bearer first-token', 'content-type': 'application/merge-patch+json' },
      body: { kind: 'Pod' },
    });
  });

  test('a server below a path, as behind Rancher: every request goes below it', async () => {
    const connection = { ...server.connection, server: new URL('/k8s/clusters/one/', server.url) };
    server.script(json({}));
    await makeTransport({}, connection).request(get);
    expect(server.requests[0]?.path).toBe('/k8s/clusters/one/api/v1/namespaces/a/pods');
  });

  test('an answer that nobody asks for: read to its end and not parsed, and the connection is used again', async () => {
    server.script((response) => response.writeHead(201).end('no JSON'), json({}, 201));
    const transport = makeTransport();
    expect(await transport.request({ ...post, ignoresAnswer: true })).toBeUndefined();
    await transport.request(post);
    expect(server.connections).toBe(1);
  });

  test('an error as the answer that nobody asks for: thrown as any other', async () => {
    server.script(rejection(409, 'AlreadyExists'));
    await expect(makeTransport().request({ ...post, ignoresAnswer: true })).rejects.toMatchObject({ code: 409 });
  });

  test('a packed answer: is unpacked', async () => {
    server.script((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"items":["ü"]}'));
    });
    expect(await makeTransport().request(get)).toEqual({ items: ['ü'] });
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
  });

  test.each([
    ['a long answer', {}, Buffer.from(`{"items":"${'x'.repeat(500_000)}"}`)],
    [
      'an answer that unpacks to a long one',
      { 'content-encoding': 'gzip' },
      gzipSync(`{"items":"${'x'.repeat(500_000)}"}`),
    ],
  ])('%s, where only a short one is allowed: AnswerTooLarge, not tried again', async (_, headers, body) => {
    server.script((response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(body);
    });
    const error = await makeTransport()
      .request({ ...get, mostBytes: 100_000 })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'AnswerTooLarge', transient: false });
    expect(server.requests).toHaveLength(1);
  });

  test('1,000 calls at once: all answered over at most maxSockets connections', async () => {
    server.otherwise(json({ ok: true }));
    const transport = makeTransport({ maxSockets: 7 });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => transport.request(get)));
    expect(answers).toHaveLength(1000);
    expect(server.connections).toBeLessThanOrEqual(7);
  });

  test('100 calls one after the other: one connection', async () => {
    server.otherwise(json({ ok: true }));
    const transport = makeTransport();
    for (let call = 0; call < 100; call++) await transport.request(get);
    expect(server.connections).toBe(1);
  });

  test('2 per second with a burst of 3: the fifth waits for a second', async () => {
    server.otherwise(json({ ok: true }));
    const transport = makeTransport({ qps: 2, burst: 3 });
    const calls = Array.from({ length: 5 }, () => transport.request(get));
    await Promise.all(calls.slice(0, 3));
    await pass(0.5);
    await calls[3];
    expect(server.requests).toHaveLength(4);
    await pass(0.5);
    await calls[4];
  });
});

describe('an error', () => {
  test('a Status: has its code, reason, message and details', async () => {
    const details = { name: 'x', causes: [{ field: 'spec', message: 'no' }] };
    server.script(json({ kind: 'Status', reason: 'Invalid', message: 'spec: no', details }, 422));
    await expect(makeTransport().request(post)).rejects.toMatchObject({
      name: 'ApiError',
      message: 'Cannot POST /api/v1/namespaces/a/pods: spec: no (422)',
      code: 422,
      reason: 'Invalid',
      transient: false,
      details,
    });
  });

  test('a web page of a proxy: has a reason made of the code, and its first line', async () => {
    server.script((response) => response.writeHead(403).end('<h1>Blocked</h1>\nmore'));
    await expect(makeTransport().request(post)).rejects.toMatchObject({
      message: 'Cannot POST /api/v1/namespaces/a/pods: <h1>Blocked</h1> (403)',
      reason: 'Forbidden',
    });
  });

  test('nobody listens: ConnectionRefused', async () => {
    const { connection } = server;
    await server.close();
    await expect(makeTransport({}, connection).request(post)).rejects.toMatchObject({
      code: 0,
      reason: 'ConnectionRefused',
      transient: true,
    });
    server = await FakeServer.start();
  });

  test('a certificate of another authority: CertificateRejected, never retried', async () => {
    const connection = { ...server.connection, credentials: async () => ({ headers: {}, tls: {} }) };
    await expect(makeTransport({}, connection).request(get)).rejects.toMatchObject({
      reason: 'CertificateRejected',
      transient: false,
    });
  });

  test('an answer that is cut off: ConnectionReset', async () => {
    server.script((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"items":[', () => response.socket?.destroy());
    });
    await expect(makeTransport().request(post)).rejects.toMatchObject({ reason: 'ConnectionReset' });
  });

  test('an answer that is no JSON: MalformedAnswer', async () => {
    server.script((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":['));
    await expect(makeTransport().request(post)).rejects.toMatchObject({ reason: 'MalformedAnswer' });
  });

  test('whatever fails: the token is not in the message, the stack or the cause', async () => {
    server.token = 'SECRET';
    const transport = makeTransport();
    server.script(rejection(403, 'Forbidden'), reset, (response) => response.writeHead(200).end('{'));
    const thrown: unknown[] = [];
    for (let call = 0; call < 3; call++) await transport.request(post).catch((error: unknown) => thrown.push(error));
    const printed = thrown.map((error) => {
      const { message, stack, cause } = error as Error;
      return [message, stack, String(cause), JSON.stringify(error)].join();
    });
    expect(printed).toHaveLength(2);
    expect(printed.join()).not.toContain('SECRET');
  });
});

describe('a server that fails', () => {
  test('frozen: the deadline ends a write', async () => {
    server.script(freeze);
    const call = expect(makeTransport().request(post)).rejects.toMatchObject({ code: 0, reason: 'Timeout' });
    await server.request(0);
    await pass(30);
    await call;
    expect(server.requests).toHaveLength(1);
  });

  test('frozen, so that a request waits for a socket: its own deadline ends it', async () => {
    server.script(freeze);
    const transport = makeTransport({ maxSockets: 1 });
    const first = transport.request(post);
    await server.request(0);
    const call = expect(transport.request({ ...post, timeoutSeconds: 5 })).rejects.toMatchObject({ reason: 'Timeout' });
    await pass(5);
    await call;
    transport.close();
    await expect(first).rejects.toMatchObject({ reason: 'Closed' });
    expect(server.requests).toHaveLength(1);
  });

  test('frozen in the middle of the body: the deadline ends it', async () => {
    const stream = server.stream();
    const call = expect(makeTransport().request({ ...post, timeoutSeconds: 5 })).rejects.toMatchObject({
      reason: 'Timeout',
    });
    await stream.opened;
    stream.write('{"ki');
    await pass(5);
    await call;
  });

  test.each([
    ['GET', get],
    ['POST', post],
    ['PATCH', patch],
  ])('429 with Retry-After on a %s: comes again then, not before', async (_verb, request) => {
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '7' }), json({ ok: true }));
    const call = makeTransport({ random: () => 0 }).request(request);
    await clock.timerFor(7);
    await clock.advance(6.9);
    expect(server.requests).toHaveLength(1);
    await clock.advance(0.1);
    expect(await call).toEqual({ ok: true });
  });

  test('503 with Retry-After on a POST: was not carried out, so it comes again', async () => {
    server.script(rejection(503, 'ServiceUnavailable', { 'retry-after': '1' }), json({ ok: true }));
    const call = makeTransport({ random: () => 0 }).request(post);
    await pass(1);
    expect(await call).toEqual({ ok: true });
  });

  test('500 with Retry-After on a POST: was not carried out either, so it comes again', async () => {
    server.script(rejection(500, 'InternalError', { 'retry-after': '1' }), json({ ok: true }));
    const call = makeTransport({ random: () => 0 }).request(post);
    await pass(1);
    expect(await call).toEqual({ ok: true });
  });

  test('429 that asks for an hour: thrown, with the hour', async () => {
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '3600' }));
    await expect(makeTransport().request(post)).rejects.toMatchObject({ retryAfterSeconds: 3600 });
  });

  test('500 on a POST: thrown at once, it may have been carried out', async () => {
    server.script(rejection(500, 'InternalError'));
    await expect(makeTransport().request(post)).rejects.toMatchObject({ code: 500, transient: true });
    expect(server.requests).toHaveLength(1);
  });

  test('a GET in a 5xx storm: four tries, ever more slowly, then thrown', async () => {
    server.otherwise(rejection(500, 'InternalError'));
    const call = expect(makeTransport().request(get)).rejects.toMatchObject({ code: 500 });
    for (const seconds of [0.2, 0.4, 0.8]) await pass(seconds);
    await call;
    expect(server.requests).toHaveLength(4);
  });

  test('a GET whose connection is reset: tried again', async () => {
    server.script(reset, json({ ok: true }));
    const call = makeTransport().request(get);
    await pass(0.2);
    expect(await call).toEqual({ ok: true });
  });
});

describe('a lease that may be lost at any moment', () => {
  let isHeld = true;
  const fenced = (options: TransportOptions = {}) => makeTransport({ mayWrite: () => isHeld, ...options });
  const lost = { reason: 'LeaseNotHeld', transient: true };
  const methods = () => server.requests.map(({ method }) => method);

  beforeEach(() => {
    isHeld = true;
  });

  test('held: writes are sent, over new sockets and over used ones', async () => {
    server.script(json({}), json({}));
    const transport = fenced();
    await transport.request(post);
    await transport.request(patch);
    expect(methods()).toEqual(['POST', 'PATCH']);
  });

  test('lost: reads are sent, writes are not', async () => {
    server.script(json({ items: [] }));
    isHeld = false;
    const transport = fenced();
    await transport.request(get);
    await expect(transport.request(post)).rejects.toMatchObject(lost);
    await expect(transport.request({ ...post, method: 'DELETE' })).rejects.toMatchObject(lost);
    expect(methods()).toEqual(['GET']);
  });

  test('lost while a write waits for a socket: it is not sent when it gets one', async () => {
    let answer: () => void = () => undefined;
    server.script((response, request) => {
      answer = () => json({})(response, request);
    });
    const transport = fenced({ maxSockets: 1 });
    const first = transport.request(post);
    while (server.requests.length === 0) await settle();
    const second = transport.request(patch);
    isHeld = false;
    answer();
    await first;
    await expect(second).rejects.toMatchObject(lost);
    expect(methods()).toEqual(['POST']);
  });

  test('lost while a new socket connects: the write is not sent', async () => {
    const transport = fenced();
    const write = transport.request(post);
    isHeld = false;
    await expect(write).rejects.toMatchObject(lost);
    expect(methods()).toEqual([]);
  });

  test('lost while a write waits for its next try after 429: it is not sent again', async () => {
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '1' }));
    const refused = expect(fenced().request(post)).rejects.toMatchObject(lost);
    await clock.timerFor(1.1);
    isHeld = false;
    await clock.advance(1.1);
    await refused;
    expect(methods()).toEqual(['POST']);
  });

  test('lost while credentials are read again after 401: it is not sent again', async () => {
    server.script((response, request) => {
      isHeld = false;
      rejection(401, 'Unauthorized')(response, request);
    });
    await expect(fenced().request(post)).rejects.toMatchObject(lost);
    expect(methods()).toEqual(['POST']);
  });
});

describe('a 401', () => {
  const credentials = (token: string) => ({ headers: { authorization: token }, tls: {} });

  test('after the token was renewed: read again, and the request is sent once more', async () => {
    const { credentials: read, ...rest } = server.connection;
    const { tls } = await read();
    let token = 'old';
    const connection = {
      ...rest,
      credentials: async ({ refresh = false } = {}) => {
        if (refresh) token = 'new';
        return { ...credentials(token), tls };
      },
    };
    server.script(rejection(401, 'Unauthorized'), json({ ok: true }));
    expect(await makeTransport({}, connection).request(post)).toEqual({ ok: true });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['old', 'new']);
  });

  test('that stays: thrown after the second', async () => {
    server.otherwise(rejection(401, 'Unauthorized'));
    await expect(makeTransport().request(get)).rejects.toMatchObject({ code: 401, transient: false });
    expect(server.requests).toHaveLength(2);
  });

  test('a renewed client identity: new sockets, while the request in flight ends on its old one', async () => {
    const { transport, renew } = makeRenewable();
    const old = server.stream();
    const inFlight = transport.request(get);
    await old.opened;
    renew({ servername: 'localhost' });
    server.script(json({ ok: true }));
    expect(await transport.request(get)).toEqual({ ok: true });
    old.write('{}');
    old.end();
    expect(await inFlight).toEqual({});
    expect(server.connections).toBe(2);
    while (server.openSockets > 1) await settle();
  });

  test('an identity that is half written: an error, and the sockets of the one before stay', async () => {
    const { transport, renew } = makeRenewable();
    const call = () => {
      server.script(json({ ok: true }));
      return transport.request(post);
    };
    await call();
    renew({ cert: 'half', key: 'half' });
    await expect(transport.request(post)).rejects.toMatchObject({ code: 0, reason: 'NetworkError' });
    renew({});
    for (const _ of [1, 2, 3]) await call();
    expect(server.connections).toBe(1);
  });

  test('credentials that cannot be read: says so', async () => {
    const connection = { ...server.connection, credentials: () => Promise.reject(new Error('no such file')) };
    await expect(makeTransport({}, connection).request(post)).rejects.toMatchObject({
      reason: 'CredentialsUnavailable',
      message: 'Cannot POST /api/v1/namespaces/a/pods: no credentials: no such file',
    });
  });
});

describe('an end from this side', () => {
  test('the caller aborts: rejects with its reason', async () => {
    server.script(freeze);
    const caller = new AbortController();
    const call = expect(makeTransport().request({ ...get, signal: caller.signal })).rejects.toBe('enough');
    await server.request(0);
    caller.abort('enough');
    await call;
  });

  test('the caller aborts while it waits for the next try: rejects at once', async () => {
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '9' }));
    const caller = new AbortController();
    const call = expect(makeTransport().request({ ...get, signal: caller.signal })).rejects.toBe('enough');
    await clock.timerFor(9.9);
    caller.abort('enough');
    await call;
    expect(clock.pendingSeconds()).toEqual([]);
  });

  test('the transport closes: requests in flight, waiting and new are all refused', async () => {
    server.script(freeze, rejection(429, 'TooManyRequests'));
    const transport = makeTransport();
    const closed = { reason: 'Closed', transient: false };
    const frozen = expect(transport.request(post)).rejects.toMatchObject(closed);
    await server.request(0);
    const waiting = expect(transport.request(post)).rejects.toMatchObject(closed);
    await clock.timerFor(1.1);
    transport.close();
    await Promise.all([frozen, waiting, expect(transport.request(get)).rejects.toMatchObject(closed)]);
    expect(clock.pendingSeconds()).toEqual([]);
  });
});

describe('a stream', () => {
  const readers: readonly (readonly [string, (stream: ApiStream) => Promise<string>])[] = [
    [
      'chunks',
      async ({ chunks }) => {
        let text = '';
        for await (const chunk of chunks) text += chunk.toString();
        return text;
      },
    ],
    [
      'read',
      async (stream) => {
        let text = '';
        await stream.read((chunk) => {
          text += chunk.toString();
        });
        return text;
      },
    ],
  ];

  test.each(readers)(
    'comes as it is written, on a socket of its own, with no deadline once it has begun (%s)',
    async (_, textOf) => {
      const transport = makeTransport({ maxSockets: 1 });
      const open = server.stream();
      const stream = await transport.stream(get);
      expect(clock.pendingSeconds()).toEqual([]);
      server.script(json({ ok: true }));
      expect(await transport.request(get)).toEqual({ ok: true });
      open.write('quiet for long');
      open.end();
      expect(await textOf(stream)).toBe('quiet for long');
    },
  );

  test('a server that never begins: the deadline ends it', async () => {
    server.script(freeze);
    const call = expect(makeTransport().stream(get)).rejects.toMatchObject({ reason: 'Timeout' });
    await server.request(0);
    await pass(30);
    await call;
  });

  test.each(readers)('closed by its reader: ends normally, and the server sees it (%s)', async (_, textOf) => {
    const open = server.stream();
    const stream = await makeTransport().stream(get);
    const text = textOf(stream);
    stream.close();
    expect(await text).toBe('');
    await open.closed();
  });

  test.each(readers)('that breaks: throws ConnectionReset to its reader (%s)', async (_, textOf) => {
    const open = server.stream();
    const stream = await makeTransport().stream(get);
    open.reset();
    await expect(textOf(stream)).rejects.toMatchObject({ code: 0, reason: 'ConnectionReset' });
  });

  test.each(readers)(
    'that breaks before anybody reads: no uncaught error, and the reader still learns of it (%s)',
    async (_, textOf) => {
      const open = server.stream();
      const stream = await makeTransport().stream(get);
      open.reset();
      server.script(json({}));
      await makeTransport().request(get);
      await expect(textOf(stream)).rejects.toMatchObject({ code: 0 });
    },
  );

  test('a reader that throws: the reading ends with that', async () => {
    const open = server.stream();
    const stream = await makeTransport().stream(get);
    const seen: string[] = [];
    const reading = stream.read((chunk) => {
      seen.push(chunk.toString());
      throw new Error('no more');
    });
    open.write('one');
    await expect(reading).rejects.toThrow('no more');
    stream.close();
    expect(seen).toEqual(['one']);
  });

  test('429 with Retry-After: comes again then', async () => {
    const open = new OpenStream();
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '3' }), open.script);
    const call = makeTransport({ random: () => 0 }).stream(get);
    await pass(3);
    (await call).close();
  });

  test.each(readers)('the transport closes: the reader gets an error (%s)', async (_, textOf) => {
    server.stream();
    const transport = makeTransport();
    const stream = await transport.stream(get);
    transport.close();
    await expect(textOf(stream)).rejects.toMatchObject({ reason: 'Closed' });
  });
});
