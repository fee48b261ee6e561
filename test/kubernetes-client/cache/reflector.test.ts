import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pods } from '../../../api/kinds/kubernetes.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { MemoryBudget } from '../../../packages/kubernetes-client/cache/memory-budget.js';
import { Reflector, type ReflectorOptions } from '../../../packages/kubernetes-client/cache/reflector.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { FakeClock, settle } from '../fake-clock.js';
import { FakeServer, freeze, json, type OpenStream, rejection, reset, type Script } from '../fake-server.js';

interface Pod extends KubernetesObject {
  readonly status?: { readonly phase: string };
}

function makePod(name: string, resourceVersion: string, { uid = `uid-${name}`, phase = 'Pending' } = {}): Pod {
  const metadata = { namespace: 'a', name, uid, resourceVersion, managedFields: [{ manager: 'x' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata, status: { phase } };
}

/** One page of a list; items of a real one carry neither kind nor apiVersion. */
function page(resourceVersion: string, items: readonly Pod[], token?: string): Script {
  const bare = items.map(({ metadata, status }) => ({ metadata, status }));
  return json({ kind: 'PodList', metadata: { resourceVersion, continue: token }, items: bare });
}

/** What was reported, as `type name/uid@resourceVersion`, and a way to wait for it. */
class Reported {
  readonly lines: string[] = [];
  readonly deltas: Delta<Pod>[] = [];
  private readonly watchers = new Set<() => void>();

  readonly listen = (delta: Delta<Pod>) => {
    const { name, uid, resourceVersion } = delta.object.metadata;
    this.deltas.push(delta);
    this.lines.push(`${delta.type} ${name}/${uid}@${resourceVersion}`);
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  };

  async count(count: number): Promise<string[]> {
    while (this.lines.length < count) await new Promise<void>((resolve) => this.watchers.add(resolve));
    return this.lines;
  }
}

let server: FakeServer;
let clock: FakeClock;
let transport: Transport;
const reflectors: Reflector<Pod, Pod>[] = [];

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new FakeClock();
  // A deadline that is no length of a back-off.
  transport = new Transport(server.connection, { clock, random: () => 1, requestTimeoutSeconds: 25 });
});

afterEach(async () => {
  await Promise.all(reflectors.splice(0).map((reflector) => reflector.stop()));
  transport.close();
  await server.close();
});

/** No jitter: the longest wait of each range, and watches of 480 s. */
function makeReflector(options: Partial<ReflectorOptions<Pod, Pod>> = {}) {
  const reported = new Reported();
  const reflector = new Reflector<Pod, Pod>({
    transport,
    resource: pods,
    namespace: 'a',
    project: (pod) => pod,
    onChange: reported.listen,
    clock,
    random: () => 1,
    ...options,
  });
  reflectors.push(reflector);
  return { reflector, reported };
}

/** A reflector that has listed `items` at version 10 and whose watch is open. */
async function makeWatching(items: readonly Pod[] = [], options: Partial<ReflectorOptions<Pod, Pod>> = {}) {
  const made = makeReflector(options);
  server.script(page('10', items));
  const watch = server.stream();
  made.reflector.start();
  await made.reflector.synced;
  await watching(watch, options.silenceSeconds);
  return { ...made, watch };
}

/** Resolves when the client has the beginning of the watch: its watchdog is on duty. */
async function watching(watch: OpenStream, silenceSeconds = 150): Promise<void> {
  await watch.opened;
  await clock.timerFor(silenceSeconds);
}

async function pass(seconds: number): Promise<void> {
  await clock.timerFor(seconds);
  await clock.advance(seconds);
}

describe('listing', () => {
  test('asks for pages, then watches from the moment they belong to, with bookmarks and a lifetime', async () => {
    const { watch } = await makeWatching([], { labelSelector: 'kubetask.io/batch-run', fieldSelector: 'x=y' });
    const selectors = { labelSelector: 'kubetask.io/batch-run', fieldSelector: 'x=y' };
    expect(server.requests[0]).toMatchObject({
      path: '/api/v1/namespaces/a/pods',
      query: { limit: '16', ...selectors },
    });
    expect((await watch.opened).query).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '10',
      timeoutSeconds: '480',
      ...selectors,
    });
  });

  test('two pages: reported once, complete, before it counts as synced', async () => {
    server.script(page('10', [makePod('x', '3')], 'next'), page('10', [makePod('y', '4')]));
    server.stream();
    const { reflector, reported } = makeReflector();
    reflector.start();
    await reflector.synced;
    expect(reported.lines).toEqual(['added x/uid-x@3', 'added y/uid-y@4']);
    expect(server.requests[1]?.query.continue).toBe('next');
  });

  test('items: of their fields only those that are read are parsed', async () => {
    const { reported } = await makeWatching([makePod('x', '3')], { fields: {} });
    expect(reported.deltas[0]?.object).toHaveProperty('metadata.uid', 'uid-x');
    expect(reported.deltas[0]?.object).not.toHaveProperty('status');
  });

  test('items: get their kind and apiVersion, and lose their managedFields', async () => {
    const { reported } = await makeWatching([makePod('x', '3')]);
    expect(reported.deltas[0]?.object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'a', name: 'x', uid: 'uid-x', resourceVersion: '3' },
      status: { phase: 'Pending' },
    });
  });

  test('an empty list as Go writes it (null): synced with nothing', async () => {
    server.script(json({ metadata: { resourceVersion: '10' }, items: null }));
    server.stream();
    const { reflector, reported } = makeReflector();
    reflector.start();
    await reflector.synced;
    expect(reported.lines).toEqual([]);
  });

  test('a page expired: lists in larger pages, then in one piece; what was on the first pages and is gone is not reported', async () => {
    const expiring = [page('10', [makePod('x', '3')], 'next'), rejection(410, 'Expired')];
    server.script(...expiring, ...expiring, page('20', [makePod('y', '4')]));
    const watch = server.stream();
    const { reflector, reported } = makeReflector();
    reflector.start();
    expect((await watch.opened).query.resourceVersion).toBe('20');
    expect(reported.lines).toEqual(['added y/uid-y@4']);
    const limits = server.requests.slice(0, 5).map(({ query }) => query.limit);
    expect(limits).toEqual(['16', '250', '16', '1000', undefined]);
  });

  test('objects of a megabyte: as many on a page as make 4 MB', async () => {
    const large = { ...makePod('x', '3'), status: { phase: 'x'.repeat(1_000_000) } };
    server.script(page('10', [large], 'next'), page('10', [makePod('y', '4')], 'next'), page('10', []));
    server.stream();
    const { reflector } = makeReflector();
    reflector.start();
    await reflector.synced;
    expect(server.requests.slice(0, 3).map(({ query }) => query.limit)).toEqual(['16', '4', '4']);
  });

  test('410 for the whole list: tries again later', async () => {
    const expired = rejection(410, 'Expired');
    server.script(expired, expired, expired, page('20', []));
    server.stream();
    const { reflector } = makeReflector();
    reflector.start();
    await pass(0.8);
    await reflector.synced;
  });

  test('429 with Retry-After on the list: comes again then', async () => {
    server.script(rejection(429, 'TooManyRequests', { 'retry-after': '20' }), page('10', []));
    server.stream();
    const { reflector } = makeReflector();
    reflector.start();
    await pass(22);
    await reflector.synced;
  });

  test('forbidden, as before its Role exists: asks ever more slowly up to 30 s, and syncs once allowed', async () => {
    server.otherwise(rejection(403, 'Forbidden'));
    const { reflector } = makeReflector();
    reflector.start();
    for (const seconds of [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30]) await pass(seconds);
    await clock.timerFor(30);
    expect(server.requests).toHaveLength(8);
    server.script(page('10', []));
    server.stream();
    await clock.advance(30);
    await reflector.synced;
  });

  test('a kind that the server lacks: is settled as absent, asked forevery 30 s at most, and syncs once it is there', async () => {
    server.script(rejection(404, 'NotFound'), json({ gitVersion: 'v1.28.0' }));
    server.otherwise(rejection(404, 'NotFound'));
    const { reflector } = makeReflector();
    reflector.start();
    await reflector.settled;
    expect(server.requests[1]?.path).toBe('/version');
    expect([reflector.isServed, reflector.lastContact]).toEqual([false, clock.now()]);
    for (const seconds of [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30]) await pass(seconds);
    await clock.timerFor(30);
    server.script(page('10', []));
    server.stream();
    await clock.advance(30);
    await reflector.synced;
    expect(reflector.isServed).toBe(true);
  });
});

describe('watching', () => {
  test('events: reported as added, updated with what was before, and deleted with the last state', async () => {
    const { watch, reported } = await makeWatching();
    watch.send('ADDED', makePod('x', '11'));
    watch.send('MODIFIED', makePod('x', '12', { phase: 'Running' }));
    watch.send('DELETED', makePod('x', '13', { phase: 'Failed' }));
    expect(await reported.count(3)).toEqual(['added x/uid-x@11', 'updated x/uid-x@12', 'deleted x/uid-x@13']);
    expect(reported.deltas[1]).toMatchObject({
      object: { status: { phase: 'Running' } },
      previous: { status: { phase: 'Pending' } },
    });
  });

  test('a character split between two chunks: arrives whole', async () => {
    const { watch, reported } = await makeWatching();
    const line = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: makePod('x', '11', { phase: 'größer' }) })}\n`);
    const middleOfCharacter = line.indexOf(Buffer.from('ö')) + 1;
    watch.write(line.subarray(0, middleOfCharacter));
    await settle();
    watch.write(line.subarray(middleOfCharacter));
    await reported.count(1);
    expect(reported.deltas[0]?.object.status).toEqual({ phase: 'größer' });
  });

  test('a reset in the middle of a line: resumes before that event', async () => {
    const { watch, reported } = await makeWatching();
    watch.send('ADDED', makePod('x', '11'));
    watch.write('{"type":"MODIFIED","object":{"metadata":{"name":"x"');
    await reported.count(1);
    watch.reset();
    const resumed = server.stream();
    await pass(0.8);
    expect((await resumed.opened).query.resourceVersion).toBe('11');
    resumed.send('MODIFIED', makePod('x', '12'));
    expect(await reported.count(2)).toEqual(['added x/uid-x@11', 'updated x/uid-x@12']);
  });

  test('a bookmark: the next watch begins there', async () => {
    const { watch } = await makeWatching();
    watch.send('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '99' } });
    watch.end();
    const resumed = server.stream();
    await pass(0.8);
    expect((await resumed.opened).query.resourceVersion).toBe('99');
  });

  test.each([
    ['410', rejection(410, 'Expired')],
    ['404 (its kind was removed for a while)', rejection(404, 'NotFound')],
    [
      'a version of the future (the server is restored from a backup)',
      rejection(504, 'Timeout: Too large resource version: 10'),
    ],
  ])('refused with %s: lists again', async (_how, script) => {
    const { watch, reported } = await makeWatching([makePod('x', '3')]);
    watch.end();
    server.script(script, page('30', [makePod('y', '21')]));
    const second = server.stream();
    await pass(0.8);
    await pass(1.6);
    expect((await second.opened).query.resourceVersion).toBe('30');
    expect(reported.lines.slice(1)).toEqual(['deleted x/uid-x@3', 'added y/uid-y@21']);
  });

  test('the kind is removed: its objects are reported as deleted, and the first retry comes soon', async () => {
    const served: boolean[] = [];
    const onServed = (isServed: boolean) => served.push(isServed);
    const { watch, reported } = await makeWatching([makePod('x', '3')], { onServed });
    watch.end();
    server.script(rejection(404, 'NotFound'), rejection(404, 'NotFound'), json({ gitVersion: 'v1.28.0' }));
    server.script(page('30', [makePod('y', '21')]));
    server.stream();
    await pass(0.8);
    await pass(1.6);
    await pass(0.8);
    expect(await reported.count(3)).toEqual(['added x/uid-x@3', 'deleted x/uid-x@3', 'added y/uid-y@21']);
    expect(served).toEqual([true, false, true]);
  });

  test('404 to everything, as a proxy says whose server is down: nothing is reported as deleted', async () => {
    const { watch, reported, reflector } = await makeWatching([makePod('x', '3')]);
    server.otherwise(rejection(404, 'NotFound'));
    watch.end();
    for (const seconds of [0.8, 1.6, 3.2]) await pass(seconds);
    await clock.timerFor(6.4);
    expect([reported.lines, reflector.isServed]).toEqual([['added x/uid-x@3'], true]);
  });

  test('410 in the stream: lists again, and tells what was deleted, changed and added meanwhile', async () => {
    const { watch, reported } = await makeWatching([
      makePod('gone', '1'),
      makePod('same', '2'),
      makePod('changed', '3'),
    ]);
    watch.send('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });
    server.script(page('30', [makePod('same', '2'), makePod('changed', '21'), makePod('new', '22')]));
    const second = server.stream();
    await pass(0.8);
    await second.opened;
    expect(reported.lines.slice(3)).toEqual([
      'deleted gone/uid-gone@1',
      'updated changed/uid-changed@21',
      'added new/uid-new@22',
    ]);
  });

  test('replaced by an object of the same name while disconnected: reported as deleted, then added', async () => {
    const { watch, reported } = await makeWatching([makePod('x', '1', { uid: 'old' })]);
    watch.send('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
    server.script(page('30', [makePod('x', '21', { uid: 'new' })]));
    const second = server.stream();
    await pass(0.8);
    await second.opened;
    expect(reported.lines.slice(1)).toEqual(['deleted x/old@1', 'added x/new@21']);
  });

  test('another error in the stream, with a time to come back: resumes then', async () => {
    const { watch } = await makeWatching();
    watch.send('ERROR', { kind: 'Status', code: 429, reason: 'TooManyRequests', details: { retryAfterSeconds: 11 } });
    const resumed = server.stream();
    await pass(11);
    expect((await resumed.opened).query.resourceVersion).toBe('10');
  });

  test('429 with Retry-After on the watch: comes again then', async () => {
    server.script(page('10', []), rejection(429, 'TooManyRequests', { 'retry-after': '10' }));
    const { reflector } = makeReflector();
    reflector.start();
    await reflector.synced;
    const watch = server.stream();
    await pass(11);
    await watch.opened;
  });

  test('a line that is no JSON: lists again', async () => {
    const { watch } = await makeWatching();
    watch.write('<html>\n');
    server.script(page('30', []));
    const second = server.stream();
    await pass(0.8);
    expect((await second.opened).query.resourceVersion).toBe('30');
  });
});

describe('resumed, and silent for half a second, as by a server that was restored from a backup', () => {
  const cases: Record<string, { answer: Script; want: string[] }> = {
    'the server is behind the version that is known: lists again': {
      answer: json({ metadata: { resourceVersion: '9' }, items: [] }),
      want: ['deleted x/uid-x@3', 'added y/uid-y@8'],
    },
    'the server is where it was: continues': { answer: json({ metadata: { resourceVersion: '10' } }), want: [] },
    'its version is no number: continues': { answer: json({ metadata: { resourceVersion: 'abc' } }), want: [] },
    'it does not say: continues': { answer: rejection(403, 'Forbidden'), want: [] },
  };
  test.each(Object.entries(cases))('%s', async (_situation, { answer, want }) => {
    const restores: string[] = [];
    const onRestored = () => restores.push('restored');
    const { watch, reported, reflector } = await makeWatching([makePod('x', '3')], { onRestored });
    expect(reflector.isFollowing).toBe(true);
    watch.end();
    const resumed = server.stream();
    await pass(0.8);
    await watching(resumed);
    expect(reflector.isFollowing).toBe(false);
    server.script(answer, page('9', [makePod('y', '8')]));
    server.stream();
    await clock.advance(0.5);
    expect((await server.request(3)).query).toEqual({ limit: '1' });
    await clock.timerFor(want.length > 0 ? 1.6 : 149.5);
    await clock.advance(1.6);
    await reported.count(1 + want.length);
    expect(reported.lines.slice(1)).toEqual(want);
    expect(restores).toHaveLength(want.length > 0 ? 1 : 0);
  });

  test('something comes before that: nobody asks', async () => {
    const { watch, reported, reflector } = await makeWatching();
    watch.end();
    const resumed = server.stream();
    await pass(0.8);
    await watching(resumed);
    resumed.send('ADDED', makePod('x', '11'));
    await reported.count(1);
    expect(reflector.isFollowing).toBe(true);
    await clock.advance(1);
    expect(server.requests).toHaveLength(3);
  });
});

describe('a bad connection', () => {
  test('silent for 150 s: given up, and resumed where it was', async () => {
    const { watch, reported } = await makeWatching();
    watch.send('ADDED', makePod('x', '11'));
    await reported.count(1);
    await clock.advance(149);
    const resumed = server.stream();
    await clock.advance(1);
    await watch.closed();
    await pass(0.8);
    expect((await resumed.opened).query.resourceVersion).toBe('11');
  });

  test('a resource without bookmarks: its watches are shorter, and one that begins is a contact', async () => {
    const { watch, reflector } = await makeWatching([], { lifeSeconds: 70 });
    expect((await watch.opened).query.timeoutSeconds).toBe('140');
    await clock.advance(140);
    const second = server.stream();
    watch.end();
    await watching(second);
    expect(reflector.lastContact).toBe(clock.now());
  });

  test('a bookmark now and then: is not silence', async () => {
    const { watch, reflector } = await makeWatching();
    for (let minute = 1; minute <= 5; minute++) {
      await clock.advance(60);
      watch.send('BOOKMARK', { metadata: { resourceVersion: `${10 + minute}` } });
      while (reflector.lastContact !== clock.now()) await settle();
    }
    expect(server.requests).toHaveLength(2);
  });

  test('what is known: as of the list, then of each byte once a watch has caught up, not of one that breaks', async () => {
    const { watch, reflector } = await makeWatching();
    const began = clock.now();
    const known = () => ((reflector.knownUntil ?? 0) - began) / 1000;
    const bookmark = async (on: typeof watch, seconds: number) => {
      await clock.advance(seconds);
      on.send('BOOKMARK', { metadata: { resourceVersion: '11' } });
      while (reflector.lastContact !== clock.now()) await settle();
      await settle();
      return known();
    };
    expect([known(), await bookmark(watch, 4), await bookmark(watch, 2)]).toEqual([0, 0, 6]);
    const resumed = server.stream();
    watch.reset();
    await pass(0.8);
    await watching(resumed);
    expect([await bookmark(resumed, 1), await bookmark(resumed, 5)]).toEqual([6, 12.8]);
  });

  test('a watch that outlives what was asked of it by 30 s: is ended', async () => {
    const { watch } = await makeWatching([], { silenceSeconds: 10_000 });
    await clock.advance(509);
    expect(server.openSockets).toBe(2);
    await clock.advance(1);
    await watch.closed();
  });

  test('a server that closes every watch at once: no hot loop, 0.8 s doubled up to 30 s', async () => {
    server.script(page('10', []));
    server.otherwise((response) => response.writeHead(200).end());
    const { reflector } = makeReflector();
    reflector.start();
    for (const seconds of [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30]) await pass(seconds);
    await clock.timerFor(30);
    expect(server.requests).toHaveLength(9);
  });

  test('a watch that ends normally: is resumed immediately after five seconds, before that later', async () => {
    const { watch } = await makeWatching();
    await clock.advance(5);
    const second = server.stream();
    watch.end();
    await watching(second);
    server.script(json({ metadata: { resourceVersion: '10' } }));
    await clock.advance(0.5);
    await server.request(3);
    await clock.advance(4.4);
    second.end();
    const third = server.stream();
    await pass(0.8);
    expect((await third.opened).query.resourceVersion).toBe('10');
  });

  test('a watch that lived for more than a minute: the next failure starts from 0.8 s', async () => {
    const { watch } = await makeWatching();
    watch.end();
    const second = server.stream();
    await pass(0.8);
    await watching(second);
    await clock.advance(61);
    second.reset();
    const third = server.stream();
    await pass(0.8);
    await third.opened;
  });

  test('a watch that lived for less than a minute: does not', async () => {
    const { watch } = await makeWatching();
    watch.end();
    const second = server.stream();
    await pass(0.8);
    await watching(second);
    await clock.advance(59);
    second.reset();
    await clock.timerFor(1.6);
  });

  test('resets before the first byte, again and again: resumes in the end', async () => {
    const { watch } = await makeWatching();
    watch.end();
    server.script(reset, reset);
    const resumed = server.stream();
    for (const seconds of [0.8, 1.6, 3.2]) await pass(seconds);
    await resumed.opened;
  });

  test('a server that is frozen when the watch begins: resumes after the deadline', async () => {
    const { watch } = await makeWatching();
    watch.end();
    server.script(freeze);
    await pass(0.8);
    await server.request(2);
    await pass(25);
    const resumed = server.stream();
    await pass(1.6);
    await resumed.opened;
  });
});

describe('what it calls', () => {
  test('a handler that throws: the next events are still reported', async () => {
    const reported = new Reported();
    const onChange = (delta: Delta<Pod>) => {
      reported.listen(delta);
      throw new Error('handler');
    };
    const { watch } = await makeWatching([makePod('x', '1')], { onChange });
    watch.send('MODIFIED', makePod('x', '11'));
    expect(await reported.count(2)).toEqual(['added x/uid-x@1', 'updated x/uid-x@11']);
  });

  test('a projection that throws: that object is not kept, the others are', async () => {
    const project = (pod: Pod) => {
      if (pod.metadata.name === 'odd') throw new Error('projection');
      return pod;
    };
    const { reported } = await makeWatching([makePod('odd', '1'), makePod('x', '2')], { project });
    expect(reported.lines).toEqual(['added x/uid-x@2']);
  });

  test('an object that is no longer to be kept: reported as deleted', async () => {
    const project = (pod: Pod) => (pod.status?.phase === 'Failed' ? undefined : pod);
    const { watch, reported } = await makeWatching([makePod('x', '1')], { project });
    watch.send('MODIFIED', makePod('x', '11', { phase: 'Failed' }));
    expect(await reported.count(2)).toEqual(['added x/uid-x@1', 'deleted x/uid-x@1']);
  });
});

describe('what it logs and counts', () => {
  const noted: string[] = [];
  const line = (level: string) => (details: object, message: string) => {
    const { reason, retryAfterSeconds, err } = details as { reason?: string; retryAfterSeconds?: number; err?: Error };
    noted.push(
      [level, message, reason, retryAfterSeconds, err?.message].filter((each) => each !== undefined).join(' | '),
    );
  };
  const options: Partial<ReflectorOptions<Pod, Pod>> = {
    logger: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    metrics: {
      relisted: (resource, objects) => noted.push(`${resource}: ${objects} listed`),
      watchEnded: (resource, reason) => noted.push(`${resource}: ${reason}`),
    },
  };
  beforeEach(() => {
    noted.length = 0;
  });

  test('a list: how much it brought', async () => {
    await makeWatching([makePod('x', '1'), makePod('y', '2')], options);
    expect(noted).toEqual(['pods: 2 listed']);
  });

  test('a watch that ends normally after a while: for developers alone', async () => {
    const { watch } = await makeWatching([], options);
    await clock.advance(5);
    const second = server.stream();
    watch.end();
    await watching(second);
    expect(noted.slice(1)).toEqual(['pods: End', 'debug | watch ended | End | 0']);
  });

  test('a watch that ends normally too soon: when it is resumed', async () => {
    const { watch } = await makeWatching([], options);
    watch.end();
    await clock.timerFor(0.8);
    expect(noted.slice(1)).toEqual(['pods: End', 'debug | watch ended | End | 0.8']);
  });

  test('a watch that breaks: why, and when it is resumed', async () => {
    const { watch } = await makeWatching([], options);
    watch.send('ERROR', { kind: 'Status', code: 429, reason: 'TooManyRequests', details: { retryAfterSeconds: 11 } });
    await clock.timerFor(11);
    expect(noted.slice(1)).toEqual([
      'pods: TooManyRequests',
      expect.stringMatching(/^warn \| watch broke \| TooManyRequests \| 11 \| Cannot watch/),
    ]);
  });

  test('a kind that is not there: nothing, since nothing broke', async () => {
    const { reflector } = makeReflector(options);
    server.script(rejection(404, 'NotFound'), json({ gitVersion: 'v1' }), rejection(404, 'NotFound'));
    reflector.start();
    await reflector.settled;
    await pass(0.8);
    await clock.timerFor(1.6);
    expect(noted).toEqual([]);
  });

  test('a handler and a projection that throw: what', async () => {
    const onChange = () => {
      throw new Error('handler');
    };
    const project = (pod: Pod) => {
      if (pod.metadata.name === 'odd') throw new Error('projection');
      return pod;
    };
    await makeWatching([makePod('x', '1'), makePod('odd', '2')], { ...options, onChange, project });
    expect(noted.filter((each) => each.startsWith('error'))).toEqual([
      'error | a projection threw | projection',
      'error | a change handler threw | handler',
    ]);
  });
});

describe('start and stop', () => {
  test('started twice: one list, one watch', async () => {
    server.script(page('10', []));
    const watch = server.stream();
    const { reflector } = makeReflector();
    reflector.start();
    reflector.start();
    await watching(watch);
    reflector.start();
    await settle();
    expect(server.requests.map(({ query }) => query.watch)).toEqual([undefined, 'true']);
  });

  test('stopped while it lists: normally, nothing left behind', async () => {
    server.script(freeze);
    const { reflector } = makeReflector();
    reflector.start();
    await server.request(0);
    await reflector.stop();
    expect(clock.pendingSeconds()).toEqual([]);
  });

  test('stopped while its watch connects: normally, nothing left behind', async () => {
    server.script(page('10', []), freeze);
    const { reflector } = makeReflector();
    reflector.start();
    await server.request(1);
    await reflector.stop();
    expect(clock.pendingSeconds()).toEqual([]);
  });

  test('stopped while it watches: the server is reported, nothing more comes, nothing left behind', async () => {
    const { reflector, watch, reported } = await makeWatching();
    watch.send('ADDED', makePod('x', '11'));
    await reflector.stop();
    await watch.closed();
    expect({ reported: reported.lines, timers: clock.pendingSeconds() }).toEqual({ reported: [], timers: [] });
  });

  test('stopped while it backs off: at once', async () => {
    server.script(rejection(403, 'Forbidden'));
    const { reflector } = makeReflector();
    reflector.start();
    await clock.timerFor(0.8);
    await reflector.stop();
    expect(clock.pendingSeconds()).toEqual([]);
  });
});

describe('a namespace that takes more memory than there is', () => {
  const small = makePod('x', '3');
  const large = (version: string) => makePod('y', version, { phase: 'x'.repeat(5000) });

  test('listed: nothing of it is held, and each listener hears of each', async () => {
    const leftOut: string[] = [];
    const onLeftOut = ({ metadata }: Pod) => leftOut.push(metadata.name);
    const { reported } = await makeWatching([small, large('4')], {
      budget: new MemoryBudget(10_000, clock),
      onLeftOut,
    });
    expect({ reported: reported.lines, leftOut }).toEqual({ reported: [], leftOut: ['x', 'y'] });
  });

  test('watched: what was held is reported as gone', async () => {
    const { reported, watch } = await makeWatching([small], { budget: new MemoryBudget(10_000, clock) });
    watch.send('ADDED', large('11'));
    expect(await reported.count(2)).toEqual(['added x/uid-x@3', 'deleted x/uid-x@3']);
  });

  test('it shrinks: everything is listed again, and reported', async () => {
    let hear = () => {};
    const shrunk = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const onLeftOut = ({ metadata }: Pod) => metadata.resourceVersion === '12' && hear();
    const { reported, watch } = await makeWatching([small], { budget: new MemoryBudget(10_000, clock), onLeftOut });
    watch.send('ADDED', large('11'));
    watch.send('MODIFIED', makePod('y', '12'));
    await shrunk;
    server.script(page('12', [small, makePod('y', '12')]));
    server.stream();
    await pass(30);
    expect((await reported.count(4)).slice(2)).toEqual(['added x/uid-x@3', 'added y/uid-y@12']);
  });
});
