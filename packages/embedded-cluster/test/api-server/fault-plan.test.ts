import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { FakeClock } from '../../../work-queue/testing.js';
import { type Fault, type FaultPlan, withFaults, withUpgradeFaults } from '../../api-server/fault-plan.js';

const request = (signal?: AbortSignal) => new Request('https://localhost/api', signal ? { signal } : {});
const healthy = async () => new Response('0123456789');
const failing = (fault: Fault) => withFaults(healthy, { next: () => fault }, systemClock);

test('no fault: the answer itself', async () => {
  const handler = withFaults(healthy, { next: () => undefined }, systemClock);
  expect(await (await handler(request())).text()).toBe('0123456789');
});

test('the plan sees method and path', async () => {
  const seen: string[] = [];
  const next: FaultPlan['next'] = ({ method, url }) => {
    seen.push(`${method} ${url.pathname}`);
    return undefined;
  };
  const handler = withFaults(healthy, { next }, systemClock);
  await handler(request());
  expect(seen).toEqual(['GET /api']);
});

test('a status: with its wait', async () => {
  const response = await failing({ kind: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 2 })(
    request(),
  );
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toMatchObject([
    429,
    '2',
    { kind: 'Status', reason: 'TooManyRequests' },
  ]);
});

test('a reset in the middle: some bytes, then broken', async () => {
  const response = await failing({ kind: 'reset', afterBytes: 4 })(request());
  const reader = (response.body ?? new ReadableStream()).getReader();
  expect(Buffer.from((await reader.read()).value).toString()).toBe('0123');
  await expect(reader.read()).rejects.toThrow('reset');
});

test('a reset before the answer: no answer', async () => {
  await expect(failing({ kind: 'reset' })(request())).rejects.toThrow('reset');
});

test('a freeze: no answer until the client gives up', async () => {
  const client = new AbortController();
  const answer = failing({ kind: 'freeze' })(request(client.signal));
  client.abort();
  await expect(answer).rejects.toThrow('the client has gone');
});

test('a freeze in the middle: some bytes, then nothing until the client gives up', async () => {
  const client = new AbortController();
  const response = await failing({ kind: 'freeze', afterBytes: 4 })(request(client.signal));
  const reader = (response.body ?? new ReadableStream()).getReader();
  expect(Buffer.from((await reader.read()).value).toString()).toBe('0123');
  const rest = reader.read();
  client.abort();
  expect(await rest).toEqual({ done: true, value: undefined });
});

test('a split body: whole, in pieces that do not care where a character ends', async () => {
  const pieces: string[] = [];
  const handler = withFaults(
    async () => new Response('aé'),
    { next: () => ({ kind: 'split', bytes: 2 }) },
    systemClock,
  );
  for await (const piece of (await handler(request())).body ?? []) pieces.push(Buffer.from(piece).toString('hex'));
  expect(pieces).toEqual(['61c3', 'a9']);
});

test('an error in a watch: after so many events, and the last of it', async () => {
  const events = new ReadableStream<Uint8Array>({
    start: (queue) => {
      for (const line of ['1\n', '2\n', '3\n']) queue.enqueue(Buffer.from(line));
    },
  });
  const fault: Fault = { kind: 'error-event', code: 410, reason: 'Expired', afterEvents: 2 };
  const response = await withFaults(async () => new Response(events), { next: () => fault }, systemClock)(request());
  const [first, second, last = ''] = (await response.text()).split('\n');
  expect([first, second, JSON.parse(last)]).toMatchObject(['1', '2', { type: 'ERROR', object: { code: 410 } }]);
});

test('a delay: the answer when its time has come', async () => {
  const clock = new FakeClock();
  const answer = withFaults(healthy, { next: () => ({ kind: 'delay', milliseconds: 5000 }) }, clock)(request());
  await clock.timerFor(5);
  await clock.advance(5);
  expect((await answer).status).toBe(200);
});

describe('a request that changes the protocol', () => {
  const sockets: Socket[] = [];
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
  });
  const agreed = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

  /** What comes through a connection whose server agrees, sends ten bytes, and returns what it gets. */
  async function through(fault: Fault | undefined, clock: Clock = systemClock) {
    const [near, far] = await pair();
    sockets.push(near, far);
    const handler = withUpgradeFaults(
      async () => (_, socket) => {
        socket.write(agreed);
        socket.write('0123456789');
        socket.pipe(socket);
      },
      { next: () => fault },
      clock,
    );
    const answer = await handler(request());
    if (typeof answer === 'function') answer({} as IncomingMessage, far, Buffer.alloc(0));
    return { answer, near, far };
  }

  test('no fault: as it is', async () => {
    const { near } = await through(undefined);
    near.end('abc');
    expect(await text(near)).toBe(`${agreed}0123456789abc`);
  });
  test('in pieces: whole', async () => {
    const { near } = await through({ kind: 'split', bytes: 3 });
    near.end('abc');
    expect(await text(near)).toBe(`${agreed}0123456789abc`);
  });
  test('a reset: some bytes behind the answer, then broken', async () => {
    const { near } = await through({ kind: 'reset', afterBytes: 4 });
    expect(await text(near)).toBe(`${agreed}0123`);
  });
  test('a freeze: some bytes, then nothing is sent and nothing is read', async () => {
    const { near, far } = await through({ kind: 'freeze', afterBytes: 4 });
    let seen = '';
    while (seen.length < agreed.length + 4) seen += String((await once(near, 'data'))[0]);
    near.write('abc');
    expect([seen, far.isPaused(), far.destroyed]).toEqual([`${agreed}0123`, true, false]);
  });
  test('a status instead', async () => {
    expect((await through({ kind: 'status', code: 503 })).answer).toMatchObject({ status: 503 });
  });
  test('a delay', async () => {
    const clock = new FakeClock();
    const answer = through({ kind: 'delay', milliseconds: 500 }, clock);
    await clock.timerFor(0.5);
    await clock.advance(0.5);
    expect((await answer).answer).toBeInstanceOf(Function);
  });
  test('a reset before the answer', async () => {
    await expect(through({ kind: 'reset' })).rejects.toThrow('reset');
  });
});

/** Two ends of a connection; both close with the first. */
async function pair(): Promise<[Socket, Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  near.on('error', () => {});
  far.on('error', () => {});
  return [near, far];
}
