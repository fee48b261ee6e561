import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { StatusWriter, type WriteOutcome } from '../../../runtime/engine/reconcile/status-writer.js';
import { FakeServer, json, rejection, type Script } from '../../kubernetes-client/fake-server.js';
import { makeRun, type Run } from '../../kubernetes-client/make-objects.js';

let server: FakeServer;
let transport: Transport;
let writer: StatusWriter<Run>;

beforeEach(async () => {
  server = await FakeServer.start();
  transport = new Transport(server.connection);
  writer = new StatusWriter(transport);
});

afterEach(async () => {
  transport.close();
  await server.close();
});

const version = (resourceVersion: string, phase: string) => makeRun({ resourceVersion }, { phase });

describe('write', () => {
  test('another status: a merge patch of what differs, only for the version that was read', async () => {
    server.script(json(version('2', 'Running')));
    expect(await writer.write(makeRun({}, { phase: 'Pending', total: 3 }), { phase: 'Running', total: 3 })).toBe(
      'written',
    );
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      path: '/apis/kubetask.io/v1alpha1/namespaces/a/batchruns/run/status',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { resourceVersion: '1', uid: 'run-uid' }, status: { phase: 'Running' } },
    });
  });

  test('the same status: no request', async () => {
    expect(await writer.write(version('1', 'Running'), { phase: 'Running', reason: undefined })).toBe('unchanged');
    expect(server.requests).toEqual([]);
  });

  const refused: Record<string, { script: Script; want: WriteOutcome }> = {
    'somebody wrote meanwhile: conflict': { script: rejection(409, 'Conflict'), want: 'conflict' },
    'deleted meanwhile: gone': { script: rejection(404, 'NotFound'), want: 'gone' },
  };
  test.each(Object.entries(refused))('%s', async (_situation, { script, want }) => {
    server.script(script);
    expect(await writer.write(version('1', 'Pending'), { phase: 'Running' })).toBe(want);
  });

  test('refused for another reason: thrown', async () => {
    server.script(rejection(422, 'Invalid'));
    await expect(writer.write(version('1', 'Pending'), { phase: 'Odd' })).rejects.toMatchObject({ reason: 'Invalid' });
  });
});

describe('isUnchanged', () => {
  test.each([
    ['the same', { phase: 'Running' }, { phase: 'Running' }, true],
    ['the same, and a field that is undefined', { phase: 'Running' }, { phase: 'Running', reason: undefined }, true],
    ['another value', { phase: 'Running' }, { phase: 'Failed' }, false],
    ['a field less', { phase: 'Running', reason: 'x' }, { phase: 'Running' }, false],
    ['the first status', undefined, { phase: 'Running' }, false],
    ['none, and none before', undefined, {}, true],
  ])('%s', (_, before, after, want) => {
    expect(writer.isUnchanged(makeRun({}, before), after)).toBe(want);
  });
});

describe('latest', () => {
  /** Writes version 1 to 2, and 2 to 3. */
  async function writeTwice(): Promise<void> {
    server.script(json(version('2', 'Running')), json(version('3', 'Succeeded')));
    await writer.write(version('1', 'Pending'), { phase: 'Running' });
    await writer.write(writer.latest(version('1', 'Pending')), { phase: 'Succeeded' });
  }

  const cases: Record<string, { cached: Run; want: Run }> = {
    'a cache from before our writes: what we wrote': {
      cached: version('1', 'Pending'),
      want: version('3', 'Succeeded'),
    },
    'a cache from between our writes: what we wrote last': {
      cached: version('2', 'Running'),
      want: version('3', 'Succeeded'),
    },
    'a cache that has our last write: itself': { cached: version('3', 'Succeeded'), want: version('3', 'Succeeded') },
    'a cache with what somebody wrote after us: itself': {
      cached: version('9', 'Failed'),
      want: version('9', 'Failed'),
    },
  };
  test.each(Object.entries(cases))('%s', async (_situation, { cached, want }) => {
    await writeTwice();
    expect(writer.latest(cached)).toEqual(want);
  });

  test('after a restore of the API server, which may have lost what we wrote: itself', async () => {
    await writeTwice();
    writer.forgetAll();
    expect(writer.latest(version('1', 'Pending'))).toEqual(version('1', 'Pending'));
  });

  test('of a run that is gone, and one of its name: itself', async () => {
    await writeTwice();
    writer.forget('a/run');
    expect(writer.latest(version('1', 'Pending'))).toEqual(version('1', 'Pending'));
  });

  test('a cache that went back behind what somebody else wrote: itself', async () => {
    await writeTwice();
    writer.latest(version('9', 'Failed'));
    expect(writer.latest(version('1', 'Pending'))).toEqual(version('1', 'Pending'));
  });

  test('an object of the same name of another version: itself', async () => {
    await writeTwice();
    const other = makeRun({ uid: 'other', resourceVersion: '7' });
    expect(writer.latest(other)).toBe(other);
  });
});
