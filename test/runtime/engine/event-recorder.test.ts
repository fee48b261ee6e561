import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { EventRecorder } from '../../../runtime/engine/event-recorder.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';
import { FakeServer, json, rejection } from '../../kubernetes-client/fake-server.js';
import { makeRun } from '../../kubernetes-client/make-objects.js';

let server: FakeServer;
let transport: Transport;
let clock: FakeClock;
let recorder: EventRecorder;

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new FakeClock();
  transport = new Transport(server.connection);
  recorder = new EventRecorder({ transport, component: 'kubetask', clock });
});

afterEach(async () => {
  transport.close();
  await server.close();
});

const failed = { type: 'Warning', reason: 'TaskFailed', message: 'task 3 exited with 1' } as const;

describe('EventRecorder', () => {
  test('the first time: an Event about the object', async () => {
    recorder.record(makeRun(), failed);
    expect(await server.request(0)).toMatchObject({
      method: 'POST',
      path: '/api/v1/namespaces/a/events',
      body: {
        ...failed,
        kind: 'Event',
        metadata: { name: expect.stringMatching(/^run\.[0-9a-f]+\.[0-9a-f]{8}$/), namespace: 'a' },
        involvedObject: { kind: 'BatchRun', namespace: 'a', name: 'run', uid: 'run-uid' },
        source: { component: 'kubetask' },
        count: 1,
        firstTimestamp: '2026-01-01T00:00:00.000Z',
      },
    });
  });

  test('again and again: one Event, whose count is brought up to date once a minute', async () => {
    server.otherwise(json({}));
    for (let time = 0; time < 3; time++) recorder.record(makeRun(), failed);
    await clock.advance(61);
    recorder.record(makeRun(), failed);
    const [first, second] = [await server.request(0), await server.request(1)];
    const { name } = (first.body as { metadata: { name: string } }).metadata;
    expect(second).toMatchObject({ method: 'PATCH', path: `/api/v1/namespaces/a/events/${name}`, body: { count: 4 } });
  });

  test('another message, or another object of the same name: another Event', async () => {
    server.otherwise(json({}));
    recorder.record(makeRun(), failed);
    recorder.record(makeRun(), { ...failed, message: 'task 4 exited with 1' });
    recorder.record(makeRun({ uid: 'other' }), failed);
    await server.request(2);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
  });

  test('the Event has expired on the server: the next repetition is a new one', async () => {
    server.script(json({}), rejection(404, 'NotFound'));
    recorder.record(makeRun(), failed);
    await server.request(0);
    await clock.advance(61);
    recorder.record(makeRun(), failed);
    await server.request(1);
    while (server.requests.length < 3) {
      await settle();
      recorder.record(makeRun(), failed);
    }
    expect(server.requests[2]?.method).toBe('POST');
  });

  test('refused: nothing is thrown', async () => {
    const warnings: string[] = [];
    const ignore = () => undefined;
    const warn = (_details: object, message: string) => warnings.push(message);
    const logger = { debug: ignore, info: ignore, error: ignore, warn };
    server.script(rejection(403, 'Forbidden'));
    new EventRecorder({ transport, component: 'kubetask', clock, logger }).record(makeRun(), failed);
    while (warnings.length === 0) await settle();
    expect(warnings).toEqual(['event not recorded']);
  });

  test('it is logged once under the keys of its run and task, which are no part of the Event', async () => {
    const lines: object[] = [];
    const note = (details: object, message: string) => lines.push({ ...details, message });
    const logger = { debug: note, info: note, warn: note, error: note };
    const logging = new EventRecorder({ transport, component: 'kubetask', clock, logger });
    logging.record(makeRun(), { ...failed, task: 3 });
    logging.record(makeRun(), { ...failed, task: 3 });
    expect(lines).toEqual([
      { kind: 'BatchRun', namespace: 'a', run: 'run', task: 3, reason: failed.reason, message: failed.message },
    ]);
    expect((await server.request(0)).body).not.toHaveProperty('task');
  });
});
