import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { configMaps } from '../../../api/kinds/kubernetes.js';
import { type ApiServer, startApiServer } from '../../../packages/embedded-cluster/index.js';
import { Informer } from '../../../packages/kubernetes-client/cache/informer.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import { EventRecorder } from '../../../runtime/engine/event-recorder.js';
import { act } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { StatusWriter, type WithStatus } from '../../../runtime/engine/reconcile/status-writer.js';
import { stillExists } from '../../../runtime/engine/reconcile/still-exists.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

let server: ApiServer;
let transport: Transport;

beforeEach(async () => {
  server = await startApiServer();
  const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
  transport = new Transport({
    server: new URL(server.url),
    namespace: 'default',
    credentials: async () => credentials,
  });
});

afterEach(async () => {
  transport.close();
  await server.stop();
});

function makeConfigMap(name: string, data: Record<string, string> = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name }, data };
}

/** Nobody runs it here: no Job controller is started. */
function createJob(name: string): WithStatus {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } };
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { namespace: 'default', name }, spec: { template } };
  return server.api.create('jobs.batch', job);
}

const stored = (name: string) => server.api.get('configmaps', 'default', name) as ConfigMap | undefined;

describe('an informer on a whole API server', () => {
  test('1,200 objects and then changes: the store is what the server has', async () => {
    for (let index = 0; index < 1200; index++) server.api.create('configmaps', makeConfigMap(`c${index}`));
    const informer = new Informer<ConfigMap, never, ConfigMap>({
      transport,
      resource: configMaps,
      namespaces: ['default'],
      project: (map) => map,
      indexes: {},
    });
    const reported: string[] = [];
    informer.start();
    await informer.synced;
    expect(informer.store.size).toBe(1200);
    informer.onChange(({ type, object }) => reported.push(`${type} ${object.metadata.name}`));
    server.api.update('configmaps', { ...makeConfigMap('c0'), data: { a: 'ä' } } as ConfigMap);
    server.api.delete('configmaps', 'default', 'c1');
    server.api.create('configmaps', makeConfigMap('c1'));
    server.api.create('configmaps', makeConfigMap('new'));
    while (reported.length < 4) await settle();
    expect(reported).toEqual(['updated c0', 'deleted c1', 'added c1', 'added new']);
    expect(informer.store.get('default', 'c0')?.data).toEqual({ a: 'ä' });
    await informer.stop();
  });
});

describe('act on a whole API server', () => {
  const change = (type: Change['type'], object: KubernetesObject) => ({ type, object }) as Change;
  const actOn = (parent: KubernetesObject, ...changes: Change[]) => act({ transport, parent, changes });

  test('create twice: there once, controlled by the parent, no failure', async () => {
    const parent = createJob('parent');
    const changes = [change('create', makeConfigMap('x'))];
    expect([await actOn(parent, ...changes), await actOn(parent, ...changes)]).toEqual([[], []]);
    expect(stored('x')?.metadata.ownerReferences).toMatchObject([{ uid: parent.metadata.uid, controller: true }]);
  });

  test('create what another parent has: a failure that names it, and the rest is done', async () => {
    const [parent, other] = [createJob('parent'), createJob('other')];
    server.api.create('configmaps', withController(makeConfigMap('x'), other));
    const failures = await actOn(parent, change('create', makeConfigMap('x')), change('create', makeConfigMap('y')));
    expect(failures).toMatchObject([
      { reason: 'AlreadyExists', message: expect.stringContaining('belongs to Job other') },
    ]);
    expect(stored('y')).toBeDefined();
  });

  test('an invalid child: a permanent failure', async () => {
    const failures = await actOn(createJob('parent'), change('create', makeConfigMap('Not_A_Name')));
    expect(failures).toMatchObject([{ reason: 'Invalid', transient: false }]);
  });

  test('delete by the uid of a predecessor: the new object of that name stays', async () => {
    const parent = createJob('parent');
    const old = server.api.create('configmaps', makeConfigMap('x'));
    server.api.delete('configmaps', 'default', 'x');
    server.api.create('configmaps', makeConfigMap('x'));
    expect(await actOn(parent, change('delete', old))).toEqual([]);
    expect(stored('x')).toBeDefined();
  });

  test('delete, and delete again: gone, no failure', async () => {
    const parent = createJob('parent');
    const object = server.api.create('configmaps', makeConfigMap('x'));
    expect([await actOn(parent, change('delete', object)), await actOn(parent, change('delete', object))]).toEqual([
      [],
      [],
    ]);
    expect(stored('x')).toBeUndefined();
  });

  test('patch: created, changed, and left alone by a third', async () => {
    const parent = createJob('parent');
    await actOn(parent, change('update', makeConfigMap('x', { a: '1', b: '1' })));
    expect(await actOn(parent, change('update', makeConfigMap('x', { a: '2' })))).toEqual([]);
    expect(stored('x')?.data).toEqual({ a: '2' });
    const version = stored('x')?.metadata.resourceVersion;
    await actOn(parent, change('update', makeConfigMap('x', { a: '2' })));
    expect(stored('x')?.metadata.resourceVersion).toBe(version);
  });
});

describe('stillExists on a whole API server', () => {
  const unseen = (...seen: string[]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    labels: { app: 'x', part: '1' },
    seen,
  });
  const create = (name: string, part: string) =>
    server.api.create('configmaps', {
      ...makeConfigMap(name),
      metadata: { namespace: 'default', name, labels: { app: 'x', part } },
    });

  test('objects with these labels: there are, until all of them are seen', async () => {
    const parent = createJob('parent');
    create('other', '2');
    expect(await stillExists(transport, parent, [unseen()])).toBe(false);
    const { metadata } = create('one', '1');
    expect(await stillExists(transport, parent, [unseen('another')])).toBe(true);
    expect(await stillExists(transport, parent, [unseen(metadata.uid ?? '')])).toBe(false);
  });
});

describe('a status writer on a whole API server', () => {
  test('its own chain of writes succeeds, a stale one conflicts, one to a deleted parent is gone', async () => {
    const parent = createJob('parent');
    const writer = new StatusWriter<WithStatus>(transport);
    expect(await writer.write(parent, { active: 1 })).toBe('written');
    expect(await writer.write(writer.latest(parent), { active: 2 })).toBe('written');
    expect(server.api.get('jobs.batch', 'default', 'parent')).toMatchObject({ status: { active: 2 } });
    expect(await new StatusWriter(transport).write(parent, { active: 3 })).toBe('conflict');
    server.api.delete('jobs.batch', 'default', 'parent', { propagationPolicy: 'Background' });
    expect(await writer.write(parent, { active: 3 })).toBe('gone');
  });
});

describe('an event recorder on a whole API server', () => {
  test('a repetition after a minute: the same Event, counted', async () => {
    const clock = new FakeClock();
    const recorder = new EventRecorder({ transport, component: 'kubetask', clock });
    const events = () => server.api.list('events') as readonly (KubernetesObject & { count: number })[];
    const job = createJob('parent');
    recorder.record(job, { type: 'Warning', reason: 'Odd', message: 'odd' });
    while (events().length < 1) await settle();
    await clock.advance(61);
    recorder.record(job, { type: 'Warning', reason: 'Odd', message: 'odd' });
    while (events()[0]?.count !== 2) await settle();
    expect(events()).toMatchObject([{ count: 2, involvedObject: { uid: job.metadata.uid } }]);
  });
});
