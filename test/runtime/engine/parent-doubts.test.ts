import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import { timeoutError } from '../../../packages/kubernetes-client/transport/network-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { StatusWriter } from '../../../runtime/engine/reconcile/status-writer.js';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';
import { makeRun, type Run } from '../../kubernetes-client/make-objects.js';

/** A server that has one run, and answers writes of its status as reported. */
class OneRun {
  readonly clock = new FakeClock();
  /** How often it was read. */
  reads = 0;
  readonly writer: StatusWriter<Run>;

  constructor(
    public run: Run | undefined,
    private readonly onWrite: () => Run,
  ) {
    const request = async ({ method }: { readonly method: string }) => {
      if (method === 'PATCH') return this.onWrite();
      this.reads += 1;
      return this.run ?? refuse(404, 'NotFound');
    };
    this.writer = new StatusWriter<Run>({ request } as unknown as Transport, this.clock);
  }
}

const refuse = (code: number, reason: string): never => {
  throw new ApiError(reason, { code, reason, transient: code === 409 || code >= 500 });
};
const lost = (): never => {
  throw timeoutError('PATCH', 30);
};
const version = (resourceVersion: string, phase = 'Pending') => makeRun({ resourceVersion }, { phase });
const attempt = (writer: StatusWriter<Run>, run: Run) =>
  writer.write(run, { phase: 'Running' }).catch((error: ApiError) => error.reason);

describe('what follows a status write', () => {
  const cases: Record<string, { onWrite: () => Run; reads: number }> = {
    'accepted: nothing is asked': { onWrite: () => version('2', 'Running'), reads: 0 },
    'conflict: asked': { onWrite: () => refuse(409, 'Conflict'), reads: 1 },
    'no answer: asked': { onWrite: lost, reads: 1 },
    'answered with 500: asked': { onWrite: () => refuse(500, 'InternalError'), reads: 1 },
    'refused for good: nothing is asked, it was not carried out': { onWrite: () => refuse(422, 'Invalid'), reads: 0 },
  };
  test.each(Object.entries(cases))('%s', async (_situation, { onWrite, reads }) => {
    const server = new OneRun(version('1'), onWrite);
    await attempt(server.writer, version('1'));
    expect(await server.writer.secondsBehind(version('1'), 'Pass')).toBe(0);
    expect(server.reads).toBe(reads);
  });
});

describe('the API server has a later version', () => {
  test('forty seconds of news of others: asked a few times, ever more rarely', async () => {
    const server = new OneRun(version('2'), lost);
    await attempt(server.writer, version('1'));
    for (let tick = 0; tick < 400; tick++) {
      expect(await server.writer.secondsBehind(version('1'), 'Pass')).toBeGreaterThan(0);
      await server.clock.advance(0.1);
    }
    expect(server.reads).toBeLessThan(10);
  });

  test('and the watch brings it: continues at once, and asks no more', async () => {
    const server = new OneRun(version('2'), lost);
    await attempt(server.writer, version('1'));
    await server.writer.secondsBehind(version('1'), 'Pass');
    expect(await server.writer.secondsBehind(version('2'), 'Pass')).toBe(0);
    expect(await server.writer.secondsBehind(version('2'), 'Pass')).toBe(0);
    expect(server.reads).toBe(2);
  });

  test('of an object of the same name, or the parent is gone: waits for the watch', async () => {
    const server = new OneRun(makeRun({ uid: 'other', resourceVersion: '1' }), lost);
    await attempt(server.writer, version('1'));
    expect(await server.writer.secondsBehind(version('1'), 'Pass')).toBe(0.2);
    server.run = undefined;
    await server.clock.advance(1);
    expect(await server.writer.secondsBehind(version('1'), 'Pass')).toBe(0.4);
  });

  test('the time of day is set back an hour: asked in time', async () => {
    const server = new OneRun(version('2'), lost);
    await attempt(server.writer, version('1'));
    await server.writer.secondsBehind(version('1'), 'Pass');
    const now = server.clock.now.bind(server.clock);
    server.clock.now = () => now() - 3_600_000;
    await server.writer.secondsBehind(version('1'), 'Pass');
    expect(server.reads).toBe(2);
  });
});

test('a server that was restored to before our write: what the cache has holds again', async () => {
  const server = new OneRun(version('1'), () => version('2', 'Running'));
  await attempt(server.writer, version('1'));
  expect(server.writer.latest(version('1'))).toMatchObject({ status: { phase: 'Running' } });
  const conflicting = new OneRun(version('1'), () => version('2', 'Running'));
  await attempt(conflicting.writer, version('1'));
  conflicting.writer.doubt('a/run');
  expect(await conflicting.writer.secondsBehind(conflicting.writer.latest(version('1')), 'Creation')).toBe(0.2);
  expect(conflicting.writer.latest(version('1'))).toEqual(version('1'));
  await conflicting.clock.advance(1);
  expect(await conflicting.writer.secondsBehind(version('1'), 'Creation')).toBe(0);
});

test('a parent of another replica: only creations wait for the question', async () => {
  const server = new OneRun(version('2'), lost);
  server.writer.doubt('a/run');
  expect(await server.writer.secondsBehind(version('1'), 'Pass')).toBe(0);
  expect(await server.writer.secondsBehind(version('1'), 'Creation')).toBe(0.2);
});
