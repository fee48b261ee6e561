import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pods } from '../../../api/kinds/kubernetes.js';
import { Informer } from '../../../packages/kubernetes-client/cache/informer.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
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
