import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pods } from '../../../api/kinds/kubernetes.js';
import { Informer, type InformerOptions } from '../../../packages/kubernetes-client/cache/informer.js';
import type { Logger } from '../../../packages/kubernetes-client/logger.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { FakeClock } from '../fake-clock.js';
import { FakeServer, json, OpenStream, rejection } from '../fake-server.js';

let server: FakeServer;
let clock: FakeClock;
let transport: Transport;

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new FakeClock();
  transport = new Transport(server.connection, { clock });
});

afterEach(async () => {
  transport.close();
  await server.close();
});

test('one namespace is forbidden: it is not followed, the other one is, and one that is not watched is not', async () => {
  const watch = new OpenStream();
  server.otherwise((response, request) => {
    const { path, query } = request;
    const list = path.includes('/b/')
      ? rejection(403, 'Forbidden')
      : json({ metadata: { resourceVersion: '10' }, items: [] });
    (query.watch ? watch.script : list)(response, request);
  });
  const informer = new Informer({
    ...{ transport, resource: pods, clock, project: (pod) => pod, indexes: {} },
    namespaces: ['a', 'b'],
  });
  informer.start();
  await watch.opened;
  await clock.timerFor(150);
  expect(['a', 'b', 'c'].map((namespace) => informer.isFollowing(namespace))).toEqual([true, false, false]);
  await informer.stop();
});

/** The lines of a log: level, message, and what was thrown. */
const logTo = (lines: string[]): Logger => {
  const add = (level: string) => (details: object, message: string) => {
    const { err } = details as { err?: Error };
    lines.push([level, message, ...(err ? [err.message] : [])].join(': '));
  };
  return { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') };
};

type Options = InformerOptions<KubernetesObject, never, KubernetesObject>;
const makeInformer = (options: Partial<Options> = {}) =>
  new Informer<KubernetesObject>({
    ...{ transport, resource: pods, clock, project: (pod) => pod, indexes: {}, random: () => 1 },
    ...options,
  });
const pod = (name: string, resourceVersion: string) => ({
  metadata: { name, namespace: 'a', uid: `uid-${name}`, resourceVersion },
});
const list = (resourceVersion: string, ...items: object[]) => json({ metadata: { resourceVersion }, items });

describe('a kind that the server does not have', () => {
  test('is empty, is said once, and is said again when the server has it by now', async () => {
    const lines: string[] = [];
    const informer = makeInformer({ logger: logTo(lines) });
    const served: (boolean | undefined)[] = [informer.isServed];
    informer.onServedChange(() => served.push(informer.isServed));
    server.script(rejection(404, 'NotFound'), json({ gitVersion: 'v1' }), rejection(404, 'NotFound'), list('10'));
    const watch = server.stream();
    informer.start();
    await informer.settled;
    await clock.timerFor(0.8);
    await clock.advance(0.8);
    await clock.timerFor(1.6);
    await clock.advance(1.6);
    await informer.synced;
    await watch.opened;
    expect(served).toEqual([undefined, false, true]);
    expect(lines.filter((line) => !line.startsWith('debug'))).toEqual([
      'warn: the API server does not have this kind; waiting for it',
      'info: the API server has this kind by now',
    ]);
    await informer.stop();
  });

  test('a kind that it has from the beginning: nothing is said', async () => {
    const lines: string[] = [];
    const informer = makeInformer({ logger: logTo(lines) });
    server.script(list('10'));
    const watch = server.stream();
    informer.start();
    await informer.synced;
    await watch.opened;
    expect([informer.isServed, lines, informer.resource]).toEqual([true, [], 'pods']);
    await informer.stop();
  });
});

describe('what several namespaces have in common', () => {
  test('the kind is known when all of them have been listed, and so is when the server was heard of', async () => {
    const informer = makeInformer({ namespaces: ['a', 'b'] });
    const times = () => [informer.isServed, informer.lastContact, informer.knownUntil];
    const watches = [new OpenStream(), new OpenStream()];
    const answers: (() => void)[] = [];
    server.otherwise((response, request) => {
      const isOfB = request.path.includes('/b/');
      if (request.query['watch']) watches[isOfB ? 1 : 0]?.script(response, request);
      else answers[isOfB ? 1 : 0] = () => list('10')(response, request);
    });
    const begun = clock.now();
    informer.start();
    await Promise.all([server.request(0), server.request(1)]);
    answers[0]?.();
    await watches[0]?.opened;
    expect(times()).toEqual([undefined, undefined, undefined]);
    await clock.advance(7);
    answers[1]?.();
    await informer.synced;
    await watches[1]?.opened;
    expect([informer.isServed, informer.knownUntil]).toEqual([true, begun]);
    await informer.stop();
  });
});

describe('a listener that throws', () => {
  test('is logged, and the others hear of the change', async () => {
    const lines: string[] = [];
    const informer = makeInformer({ logger: logTo(lines) });
    const heard: string[] = [];
    informer.onChange(() => {
      throw new Error('a bug');
    });
    informer.onChange(({ type, object }) =>
      heard.push(`${type} ${object.metadata.name} ${informer.store.all().length}`),
    );
    server.script(list('10', pod('x', '3')));
    const watch = server.stream();
    informer.start();
    await informer.synced;
    await watch.opened;
    expect([heard, lines]).toEqual([['added x 1'], ['error: a listener of an informer threw: a bug']]);
    await informer.stop();
  });
});

describe('a list that brings an earlier version', () => {
  test.each([
    ['of an object: the server was restored', '2', ['restored']],
    ['of nothing, but a later one: not', '4', []],
  ])('%s', async (_, version, want) => {
    const restores: string[] = [];
    const informer = makeInformer({ onRestored: () => restores.push('restored') });
    server.script(list('10', pod('x', '3')));
    const watch = server.stream();
    informer.start();
    await informer.synced;
    await watch.opened;
    await clock.timerFor(150);
    server.script(list('20', pod('x', version)));
    const again = server.stream();
    const listed = informer.listAgain();
    await clock.timerFor(0.8);
    await clock.advance(0.8);
    await listed;
    await again.opened;
    expect(restores).toEqual(want);
    await informer.stop();
  });
});
