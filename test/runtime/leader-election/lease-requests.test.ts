import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { Lease } from '../../../runtime/leader-election/lease.js';
import { LeaseLock } from '../../../runtime/leader-election/lease-lock.js';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';

const candidate = { namespace: 'default', name: 'controller', identity: 'one', leaseSeconds: 15 };
const collection = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
const path = `${collection}/controller`;
const signal = new AbortController().signal;
const error = (reason: string, code: number) => new ApiError(reason, { code, reason, transient: false });
const notFound = error('NotFound', 404);
const conflict = error('Conflict', 409);
const held = (version: number, holderIdentity = 'one'): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'default', name: 'controller', resourceVersion: `${version}` },
  spec: { holderIdentity, leaseDurationSeconds: 15 },
});

type Answer = Lease | ApiError | 'none';

/** A lock, a server with these answers, one after another, and what both report. */
function lockWith(answers: Answer[]) {
  const clock = new FakeClock();
  const requests: string[] = [];
  const logged: string[] = [];
  const noted: string[] = [];
  const say = (level: string) => (fields: object, message: string) =>
    void logged.push(`${level} ${message} ${Object.keys(fields).join()}`);
  const request = async ({ method, path: asked, signal: cut }: ApiRequest): Promise<Lease> => {
    requests.push(`${method} ${asked}`);
    const answer = answers.shift() ?? 'none';
    if (answer instanceof ApiError) throw answer;
    if (answer !== 'none') return answer;
    if (cut?.aborted) throw cut.reason;
    return new Promise((_, reject) => cut?.addEventListener('abort', () => reject(cut.reason)));
  };
  const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const lock = new LeaseLock({
    transport: { request: request as never },
    candidate,
    clock,
    monotonic: () => clock.now(),
    logger: logger as never,
    onRestored: () => void noted.push('restored'),
    onRenewed: () => void noted.push('renewed'),
  });
  return { lock, clock, requests, logged, noted };
}

/** Claims once per entry. */
async function claims(answers: Answer[], count: number) {
  const { lock, ...seen } = lockWith(answers);
  const ours: boolean[] = [];
  for (let i = 0; i < count; i += 1) ours.push(await lock.claim(signal));
  return { ours, isTaken: lock.isTaken, ...seen };
}

const get = `GET ${path}`;
const put = `PUT ${path}`;
const post = `POST ${collection}`;
const failed = (level: string) => `${level} cannot acquire or renew the lease lease,err`;
const holderChanged = 'info the holder of the lease changed lease,holder';

describe('claims', () => {
  const cases: Record<string, { answers: Answer[]; want: Omit<Awaited<ReturnType<typeof claims>>, 'clock'> }> = {
    'no Lease: it is created, then renewed without another look': {
      answers: [notFound, held(1), held(2)],
      want: {
        ...{ ours: [true, true], isTaken: false, requests: [get, post, put] },
        ...{ logged: [], noted: ['renewed', 'renewed'] },
      },
    },
    'another holds it: nothing is written, and the holder is logged once': {
      answers: [held(1, 'two'), held(2, 'two')],
      want: {
        ...{ ours: [false, false], isTaken: true, requests: [get, get] },
        ...{ logged: [holderChanged], noted: [] },
      },
    },
    'another is faster: no reason to warn, and the next try looks again': {
      answers: [notFound, conflict, held(3, 'two')],
      want: {
        ...{ ours: [false, false], isTaken: true, requests: [get, post, get] },
        ...{ logged: [failed('debug'), holderChanged], noted: [] },
      },
    },
    'another creates it first: no reason to warn': {
      answers: [notFound, error('AlreadyExists', 409)],
      want: { ours: [false], isTaken: false, requests: [get, post], logged: [failed('debug')], noted: [] },
    },
    'a look that is forbidden: a warning': {
      answers: [error('Forbidden', 403)],
      want: { ours: [false], isTaken: false, requests: [get], logged: [failed('warn')], noted: [] },
    },
    'a renewal fails, and the Lease is still ours: taken up again, without counting as renewed on top of our own': {
      answers: [notFound, held(1), error('InternalError', 500), held(1), held(2)],
      want: {
        ...{ ours: [true, false, true], isTaken: false, requests: [get, post, put, get, put] },
        ...{ logged: [failed('warn')], noted: ['renewed'] },
      },
    },
    'after a failed renewal the Lease is at an earlier version: the server was restored': {
      answers: [notFound, held(5), conflict, held(3), held(6)],
      want: {
        ...{ ours: [true, false, true], isTaken: false, requests: [get, post, put, get, put] },
        ...{ logged: [failed('debug')], noted: ['renewed', 'restored'] },
      },
    },
    'after a failed renewal the Lease is gone: the server was restored': {
      answers: [notFound, held(5), notFound, notFound, held(6)],
      want: {
        ...{ ours: [true, false, true], isTaken: false, requests: [get, post, put, get, post] },
        ...{ logged: [failed('warn')], noted: ['renewed', 'restored'] },
      },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { answers, want }) => {
    const { clock, ...seen } = await claims(answers, want.ours.length);
    expect(seen).toEqual(want);
    expect(clock.pendingSeconds()).toEqual([]);
  });

  test('a Lease without an answer is given up after five seconds, not earlier', async () => {
    const { lock, clock, logged } = lockWith([]);
    let answer: boolean | undefined;
    void lock.claim(signal).then((ours) => {
      answer = ours;
    });
    await clock.advance(4.9);
    expect(answer).toBeUndefined();
    await clock.advance(0.2);
    expect({ answer, logged }).toEqual({ answer: false, logged: [failed('warn')] });
  });

  test('a claim that is stopped from outside says nothing', async () => {
    const { lock, logged } = lockWith([]);
    const stopped = new AbortController();
    const claim = lock.claim(stopped.signal);
    stopped.abort();
    expect({ ours: await claim, logged }).toEqual({ ours: false, logged: [] });
  });

  test('a claim after the stop does not wait', async () => {
    const { lock, requests } = lockWith([]);
    expect(await lock.claim(AbortSignal.abort())).toBe(false);
    expect(requests).toEqual([get]);
  });
});

describe('leaving', () => {
  const cases: Record<
    string,
    { before: Answer[]; claims: number; answers: Answer[]; requests: string[]; logged: string[] }
  > = {
    'what was renewed last is released without another look': {
      ...{ before: [notFound, held(1)], claims: 1, answers: [held(2)], requests: [put], logged: [] },
    },
    'after a failed renewal it looks first': {
      before: [notFound, held(1), error('InternalError', 500)],
      ...{ claims: 2, answers: [held(1), held(2)], requests: [get, put], logged: [failed('warn')] },
    },
    'another holds it now: left alone': {
      before: [notFound, held(1), conflict],
      ...{ claims: 2, answers: [held(2, 'two')], requests: [get], logged: [failed('debug'), holderChanged] },
    },
    'it is gone: left alone': {
      before: [notFound, held(1), conflict],
      ...{ claims: 2, answers: [notFound], requests: [get], logged: [failed('debug')] },
    },
    'it was never looked at, and cannot be': {
      before: [],
      ...{ claims: 0, answers: [error('Forbidden', 403)], requests: [get] },
      logged: ['warn cannot release the lease lease,err'],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { before, claims: count, answers, requests, logged }) => {
    const world = lockWith([...before, ...answers]);
    for (let i = 0; i < count; i += 1) await world.lock.claim(signal);
    world.requests.length = 0;
    await world.lock.leave();
    expect({ requests: world.requests, logged: world.logged }).toEqual({ requests, logged });
    expect(world.clock.pendingSeconds()).toEqual([]);
  });
});
