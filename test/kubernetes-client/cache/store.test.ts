import { describe, expect, test } from '@jest/globals';
import { byLabel, byNamespace, byOwnerUid, Store } from '../../../packages/kubernetes-client/cache/store.js';
import { makeJob, makeOwnedJob } from '../make-objects.js';

const label = 'kubetask.io/batch-run';
const makeStore = () => new Store({ owner: byOwnerUid, run: byLabel(label), namespace: byNamespace });
const names = (objects: readonly { metadata: { name: string } }[]) =>
  objects.map(({ metadata }) => metadata.name).sort();

describe('Store', () => {
  test('added: found by name, by owner, by label within its namespace', () => {
    const store = makeStore();
    store.apply({ type: 'added', object: makeOwnedJob('x', { labels: { [label]: 'run' } }) });
    expect(store.get('a', 'x')?.metadata.uid).toBe('uid-x');
    expect(names(store.list('owner', 'run-uid'))).toEqual(['x']);
    expect(names(store.list('run', 'a/run'))).toEqual(['x']);
    expect(store.list('run', 'b/run')).toEqual([]);
  });

  test('two of one owner: both listed, the other stays when one is deleted', () => {
    const store = makeStore();
    for (const name of ['x', 'y']) store.apply({ type: 'added', object: makeOwnedJob(name) });
    expect(names(store.list('owner', 'run-uid'))).toEqual(['x', 'y']);
    store.apply({ type: 'deleted', object: makeOwnedJob('x') });
    expect(names(store.list('owner', 'run-uid'))).toEqual(['y']);
    expect({ size: store.size, x: store.get('a', 'x') }).toEqual({ size: 1, x: undefined });
  });

  test('updated with another label: leaves the old index entry', () => {
    const store = makeStore();
    const previous = makeJob('x', { labels: { [label]: 'old' } });
    store.apply({ type: 'added', object: previous });
    store.apply({ type: 'updated', object: makeJob('x', { labels: { [label]: 'new' } }), previous });
    expect({ old: names(store.list('run', 'a/old')), new: names(store.list('run', 'a/new')) }).toEqual({
      old: [],
      new: ['x'],
    });
  });

  test('of the same name in two namespaces: two objects', () => {
    const store = makeStore();
    for (const namespace of ['a', 'b']) store.apply({ type: 'added', object: makeJob('x', { namespace }) });
    expect({ all: names(store.all()), a: names(store.list('namespace', 'a')) }).toEqual({ all: ['x', 'x'], a: ['x'] });
  });
});
