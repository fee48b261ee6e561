import { expect, test } from '@jest/globals';
import { RecentCreations, withCreated } from '../../../runtime/creations/recent-creations.js';
import { now } from '../batch-run/world.js';

const later = (seconds: number) => now + seconds * 1000;

test('what was created is remembered for a minute', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a', 'b'], now);
  creations.note('run', ['c'], later(30));
  expect([...creations.of('run', later(59))]).toEqual(['a', 'b', 'c']);
  expect([...creations.of('run', later(60))]).toEqual(['c']);
});

test('what was refused is not', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a', 'b'], now);
  creations.drop('run', ['a', 'x']);
  expect([...creations.of('run', now)]).toEqual(['b']);
});

test('runs do not know of each other, and a forgotten one has created nothing', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a'], now);
  expect(creations.of('other', now).size).toBe(0);
  creations.forget('run');
  expect(creations.of('run', now).size).toBe(0);
});

test('what got no answer counts as created, of every run, once the API server was restored', () => {
  const creations = new RecentCreations();
  creations.doubt('run', ['a'], now);
  creations.doubt('other', ['b'], now);
  creations.settleUnanswered(later(1));
  expect([...creations.known('run')]).toEqual(['a']);
  expect([...creations.known('other')]).toEqual(['b']);
  expect(creations.unanswered('run').size).toBe(0);
});

test.each([
  ['before the restore was reported counts as created', 0, ['a'], []],
  ['after it is in doubt', 10, [], ['a']],
])('what was asked for %s, although its failure comes later', (_, askedAt, known, unanswered) => {
  const creations = new RecentCreations();
  creations.note('run', ['a'], later(askedAt));
  creations.settleUnanswered(later(5));
  creations.drop('run', ['a']);
  creations.doubt('run', ['a'], later(20));
  expect([...creations.known('run')]).toEqual(known);
  expect([...creations.unanswered('run').keys()]).toEqual(unanswered);
});

test('what a pass has created is on its way; what it has changed otherwise is not', () => {
  const object = (name: string) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name } });
  const observed = { recentlyCreated: new Set(['a']), everCreated: new Set(['b']), other: 1 };
  const { recentlyCreated, everCreated, other } = withCreated(observed, [
    { type: 'create', object: object('new') },
    { type: 'update', object: object('updated') },
    { type: 'delete', object: object('deleted') },
  ]);
  expect([[...recentlyCreated], [...everCreated], other]).toEqual([['a', 'new'], ['b', 'new'], 1]);
});

test('only what was asked for within some seconds counts, if that is asked', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a'], now);
  creations.note('run', ['b'], later(8));
  expect([...creations.of('run', later(10), 5)]).toEqual(['b']);
  expect([...creations.of('run', later(10))]).toEqual(['a', 'b']);
});

test('the time of day is set back: what was created is not remembered for longer', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a'], later(120));
  expect([...creations.of('run', now)]).toEqual([]);
});

test('what was seen is known, and not on its way any more', () => {
  const creations = new RecentCreations();
  creations.note('run', ['a'], now);
  creations.doubt('run', ['a'], now);
  creations.noteSeen('run', 'a');
  expect([[...creations.of('run', now)], [...creations.known('run')], creations.unanswered('run').size]).toEqual([
    [],
    ['a'],
    0,
  ]);
});

test('what is known is a copy: a pass does not learn of what comes after it', () => {
  const creations = new RecentCreations();
  creations.confirm('run', ['a']);
  const known = creations.known('run');
  creations.confirm('run', ['b']);
  expect([...known]).toEqual(['a']);
});
