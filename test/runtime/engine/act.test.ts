import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { act } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { settle } from '../../kubernetes-client/fake-clock.js';
import { FakeServer, json, rejection, type Script } from '../../kubernetes-client/fake-server.js';
import { makeJob, makeOwnedJob, makeRun } from '../../kubernetes-client/make-objects.js';

let server: FakeServer;
let transport: Transport;

beforeEach(async () => {
  server = await FakeServer.start();
  transport = new Transport(server.connection);
});

afterEach(async () => {
  transport.close();
  await server.close();
});

/** One at a time, so that scripts meet changes in order. */
const actOn = (...changes: Change[]) => act({ transport, parent: makeRun(), changes, parallelism: 1 });
const create = (name: string): Change => ({ type: 'create', object: makeJob(name) });
const exists = rejection(409, 'AlreadyExists');
const stranger = makeRun({ name: 'other', uid: 'other-uid' });

describe('act', () => {
  test('create: posts the child with the parent as its controller', async () => {
    server.script(json({}, 201));
    expect(await actOn(create('x'))).toEqual([]);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/apis/batch/v1/namespaces/a/jobs',
      query: { fieldManager: 'kubetask' },
      body: { metadata: { name: 'x', ownerReferences: [{ kind: 'BatchRun', uid: 'run-uid', controller: true }] } },
    });
  });

  test('delete: only the object with that uid, its Pods after it', async () => {
    server.script(json({}));
    expect(await actOn({ type: 'delete', object: makeOwnedJob('x') })).toEqual([]);
    expect(server.requests[0]).toMatchObject({
      method: 'DELETE',
      path: '/apis/batch/v1/namespaces/a/jobs/x',
      body: { preconditions: { uid: 'uid-x' }, propagationPolicy: 'Background' },
    });
  });

  test('patch: applies on the server, as its own field manager', async () => {
    server.script(json({}));
    expect(await actOn({ type: 'update', object: makeJob('x') })).toEqual([]);
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      query: { fieldManager: 'kubetask', force: 'true' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  });

  const shared = (name: string): Change => ({ type: 'apply', object: makeJob(name) });

  test('apply, nothing there: created by an apply that takes no field of others', async () => {
    server.script(rejection(404, 'NotFound'));
    server.script(json({}, 201));
    expect(await actOn(shared('x'))).toEqual([]);
    expect(server.requests.map(({ method, query }) => [method, query])).toEqual([
      ['GET', {}],
      ['PATCH', { fieldManager: 'kubetask', force: 'false' }],
    ]);
    expect(server.requests[1]).toMatchObject({ body: { metadata: { ownerReferences: [{ uid: 'run-uid' }] } } });
  });

  test('apply, one of ours is there: to that very object', async () => {
    server.script(json(makeOwnedJob('x')));
    server.script(json({}));
    expect(await actOn(shared('x'))).toEqual([]);
    expect(server.requests[1]).toMatchObject({ query: { force: 'true' }, body: { metadata: { uid: 'uid-x' } } });
  });

  test('apply, to one that was observed: without another look', async () => {
    server.script(json({}));
    expect(await actOn({ type: 'apply', object: makeOwnedJob('x') })).toEqual([]);
    expect(server.requests).toMatchObject([{ method: 'PATCH', query: { force: 'true' } }]);
  });

  test("apply, somebody else's is there: untouched, and reported", async () => {
    server.script(json(makeJob('x')));
    expect(await actOn(shared('x'))).toMatchObject([{ reason: 'AlreadyExists', transient: false }]);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  const makeConfigMap = (data: Readonly<Record<string, string>>) =>
    ({ ...makeJob('x'), apiVersion: 'v1', kind: 'ConfigMap', data }) as KubernetesObject;
  const withOwner = ({ metadata, ...rest }: KubernetesObject) => {
    const { ownerReferences = [] } = makeOwnedJob('x').metadata;
    return { ...rest, metadata: { ...metadata, ownerReferences } };
  };
  test.each([
    ['the same and more: success', { a: '1', b: '2' }, []],
    [
      'less: to be tried again, since it is newer than what we know',
      { b: '2' },
      [{ reason: 'Conflict', transient: true }],
    ],
  ])('create a ConfigMap, but it exists, is ours, and holds %s', async (_, data, want) => {
    server.script(exists, json(withOwner(makeConfigMap(data))));
    expect(await actOn({ type: 'create', object: makeConfigMap({ a: '1' }) })).toMatchObject(want);
  });

  const successes: Record<string, { change: Change; scripts: Script[] }> = {
    'create, but it exists and is ours: success': { change: create('x'), scripts: [exists, json(makeOwnedJob('x'))] },
    'delete, but it is gone: success': {
      change: { type: 'delete', object: makeOwnedJob('x') },
      scripts: [rejection(404, 'NotFound')],
    },
    'delete, but an object of the same name has come: success': {
      change: { type: 'delete', object: makeOwnedJob('x') },
      scripts: [rejection(409, 'Conflict')],
    },
  };
  test.each(Object.entries(successes))('%s', async (_situation, { change, scripts }) => {
    server.script(...scripts);
    expect(await actOn(change)).toEqual([]);
    expect(server.requests).toHaveLength(scripts.length);
  });

  const conflicts: Record<string, { existing: object; want: string }> = {
    'create, but it exists and is of another run: names it': {
      existing: makeOwnedJob('x', {}, {}, stranger),
      want: 'Job x already exists and belongs to BatchRun other of kubetask.io (uid other-uid); delete or rename one of the two',
    },
    'create, but it exists and is nobody’s: says so': {
      existing: makeJob('x'),
      want: 'Job x already exists and has no controller; delete or rename one of the two',
    },
  };
  test.each(Object.entries(conflicts))('%s', async (_situation, { existing, want }) => {
    server.script(exists, json(existing));
    expect(await actOn(create('x'))).toEqual([
      { change: create('x'), reason: 'AlreadyExists', message: want, transient: false },
    ]);
  });

  describe('an item of a list that goes', () => {
    const object = makeOwnedJob('x');
    const removal: Change = { type: 'removeItem', object, path: '/spec/gates/1', item: { name: 'ours' } };

    test('a JSON patch that holds for that very object and item alone', async () => {
      server.script(json({}));
      expect(await actOn(removal)).toEqual([]);
      expect(server.requests[0]).toMatchObject({
        ...{ method: 'PATCH', path: '/apis/batch/v1/namespaces/a/jobs/x', query: { fieldManager: 'kubetask' } },
        headers: { 'content-type': 'application/json-patch+json' },
        body: [
          { op: 'test', path: '/metadata/uid', value: 'uid-x' },
          { op: 'test', path: '/spec/gates/1', value: { name: 'ours' } },
          { op: 'remove', path: '/spec/gates/1' },
        ],
      });
    });
    test.each([
      ['the object is gone: success', 404, 'NotFound', []],
      ['the object has changed: success, since the watch brings what it is now', 422, 'Invalid', []],
      ['refused: reported', 403, 'Forbidden', ['Forbidden']],
    ])('%s', async (_, code, reason, want) => {
      server.script(rejection(code, reason));
      expect((await actOn(removal)).map((failure) => failure.reason)).toEqual(want);
    });
  });

  describe('an amendment', () => {
    const amendment = (resourceVersion?: string): Change => ({
      type: 'amend',
      object: makeOwnedJob('x', resourceVersion === undefined ? {} : { resourceVersion }),
      patch: { metadata: { labels: { a: 'b' } }, spec: { parallelism: 0 } },
    });

    test.each([
      ['of one version of the object', '7', { uid: 'uid-x', resourceVersion: '7' }],
      ['of whatever the object has come to', undefined, { uid: 'uid-x' }],
    ])('%s: a merge patch of that object', async (_, resourceVersion, identity) => {
      server.script(json({}));
      expect(await actOn(amendment(resourceVersion))).toEqual([]);
      expect(server.requests[0]).toMatchObject({
        ...{ method: 'PATCH', path: '/apis/batch/v1/namespaces/a/jobs/x', query: { fieldManager: 'kubetask' } },
        headers: { 'content-type': 'application/merge-patch+json' },
      });
      expect(server.requests[0]?.body).toEqual({
        metadata: { labels: { a: 'b' }, ...identity },
        spec: { parallelism: 0 },
      });
    });
    test.each([
      ['its object is gone: success', 404, 'NotFound', []],
      ['its object has changed: reported', 409, 'Conflict', ['Conflict']],
    ])('%s', async (_, code, reason, want) => {
      server.script(rejection(code, reason));
      expect((await actOn(amendment())).map((failure) => failure.reason)).toEqual(want);
    });
  });

  test('a delete that is refused for another reason: reported', async () => {
    server.script(rejection(403, 'Forbidden'));
    expect(await actOn({ type: 'delete', object: makeOwnedJob('x') })).toMatchObject([{ reason: 'Forbidden' }]);
  });

  test('an error that is none of the API server: thrown', async () => {
    const broken = { request: () => Promise.reject(new TypeError('a bug')) } as unknown as Transport;
    await expect(act({ transport: broken, parent: makeRun(), changes: [create('x')] })).rejects.toThrow('a bug');
  });

  test('apply, what others set excludes it: our fields are taken back, and it is applied again', async () => {
    const object = makeOwnedJob('x');
    server.script(rejection(422, 'Invalid'), json({ metadata: { name: 'x' } }), json({}));
    expect(await actOn({ type: 'apply', object })).toEqual([]);
    expect(server.requests.map(({ headers }) => headers['content-type'])).toEqual([
      'application/apply-patch+yaml',
      'application/merge-patch+json',
      'application/apply-patch+yaml',
    ]);
  });

  test('apply, refused for another reason: reported, and nothing more is tried', async () => {
    server.script(rejection(403, 'Forbidden'));
    expect(await actOn({ type: 'apply', object: makeOwnedJob('x') })).toMatchObject([{ reason: 'Forbidden' }]);
    expect(server.requests).toHaveLength(1);
  });

  test('one child of three refused: the others are created, the rejection is returned', async () => {
    server.script(json({}, 201), rejection(422, 'Invalid'), json({}, 201));
    expect(await actOn(create('x'), create('y'), create('z'))).toEqual([
      {
        change: create('y'),
        reason: 'Invalid',
        message: 'Cannot POST /apis/batch/v1/namespaces/a/jobs: the server says Invalid (422)',
        transient: false,
      },
    ]);
    expect(server.requests).toHaveLength(3);
  });

  test('a server that fails: the failure is transient', async () => {
    server.script(rejection(500, 'InternalError'));
    expect(await actOn(create('x'))).toMatchObject([{ reason: 'InternalError', transient: true }]);
  });

  test('50 changes, 4 at a time: never more than 4 open', async () => {
    const changes = Array.from({ length: 50 }, (_, index) => create(`x${index}`));
    const acted = act({ transport, parent: makeRun(), changes, parallelism: 4 });
    await server.request(3);
    for (let turn = 0; turn < 10; turn++) await settle();
    expect(server.requests).toHaveLength(4);
    server.otherwise(json({}, 201));
    expect(await acted).toEqual([]);
    expect(server.requests).toHaveLength(50);
  });
});
