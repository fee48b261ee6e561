import { expect, test } from '@jest/globals';
import { systemClock } from '../../../work-queue/clock.js';
import { FakeClock } from '../../../work-queue/testing.js';
import { type Fault, type FaultPlan, withFaults } from '../../api-server/fault-plan.js';

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
