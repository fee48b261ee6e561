import { describe, expect, test } from '@jest/globals';
import { type Delta, HeldObjects } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { makeRun, type Run } from '../make-objects.js';

const version = (resourceVersion: string, uid = 'run-uid') => makeRun({ resourceVersion, uid });

const cases: Record<string, { held: Run; next: Run; want: string[] }> = {
  'a later version: reported': { held: version('9'), next: version('10'), want: ['updated'] },
  'the same version once more: not reported': { held: version('9'), next: version('9'), want: [] },
  'an earlier version, as of an event that comes again: not reported': {
    held: version('10'),
    next: version('9'),
    want: [],
  },
  'an earlier version of an object of the same name: reported as another object': {
    held: version('10'),
    next: version('9', 'other'),
    want: ['deleted', 'added'],
  },
  'versions that are no numbers: reported': { held: version('b'), next: version('a'), want: ['updated'] },
};

test.each(Object.entries(cases))('%s', (_situation, { held, next, want }) => {
  const objects = new HeldObjects<Run>();
  objects.put('a/run', held);
  expect(objects.put('a/run', next).map(({ type }) => type)).toEqual(want);
});

test('a list brings an earlier version, as of a server that was restored: reported', () => {
  const objects = new HeldObjects<Run>();
  objects.put('a/run', version('10'));
  expect(objects.replace(new Map([['a/run', version('9')]])).map(({ type }) => type)).toEqual(['updated']);
  expect(objects.put('a/run', version('10')).map(({ type }) => type)).toEqual(['updated']);
});

describe('what is held', () => {
  const named = (name: string, resourceVersion: string, namespace = 'a') =>
    makeRun({ name, namespace, resourceVersion, uid: `uid-${name}` });
  const lines = (deltas: readonly Delta<Run>[]) =>
    deltas.map(({ type, object }) => `${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
  const holding = (...runs: Run[]) => {
    const objects = new HeldObjects<Run>();
    for (const run of runs) objects.put(`${run.metadata.namespace}/${run.metadata.name}`, run);
    return objects;
  };

  test('of a namespace is dropped at once, and nothing else', () => {
    const objects = holding(named('x', '1'), named('y', '2', 'b'), named('z', '3'));
    expect(lines(objects.drop('a'))).toEqual(['deleted x@1', 'deleted z@3']);
    expect([objects.size, lines(objects.drop('a'))]).toEqual([1, []]);
  });

  test('is of the same version only if name, uid and version are', () => {
    const run = named('x', '1');
    const objects = holding(run);
    expect(objects.same('a/x', named('x', '1'))).toBe(run);
    expect(objects.same('a/x', named('x', '2'))).toBeUndefined();
    expect(objects.same('a/x', { ...run, metadata: { ...run.metadata, uid: 'other' } })).toBeUndefined();
    expect(objects.same('a/y', named('y', '1'))).toBeUndefined();
  });

  test('and is no longer to be kept: gone, once', () => {
    const objects = holding(named('x', '1'));
    expect(lines(objects.put('a/x', undefined))).toEqual(['deleted x@1']);
    expect(lines(objects.put('a/x', undefined))).toEqual([]);
    expect(objects.size).toBe(0);
  });

  test('and was deleted: its last state, or what is known of it', () => {
    expect(lines(holding(named('x', '1')).remove('a/x', 'uid-x', named('x', '2')))).toEqual(['deleted x@2']);
    expect(lines(holding(named('x', '1')).remove('a/x', 'uid-x', undefined))).toEqual(['deleted x@1']);
  });

  test('and an earlier object of its name was deleted: stays', () => {
    const objects = holding(named('x', '1'));
    expect([lines(objects.remove('a/x', 'earlier', undefined)), objects.size]).toEqual([[], 1]);
    expect(lines(objects.remove('a/y', 'uid-y', undefined))).toEqual([]);
  });

  test('after a list is what the list has', () => {
    const objects = holding(named('x', '1'), named('y', '2'), named('z', '3'));
    const listed = [named('z', '3'), named('y', '4'), named('w', '5')];
    const deltas = objects.replace(new Map(listed.map((run) => [`a/${run.metadata.name}`, run])));
    expect(lines(deltas)).toEqual(['deleted x@1', 'updated y@4', 'added w@5']);
    expect(objects.size).toBe(3);
  });
});
