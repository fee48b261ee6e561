import { describe, expect, test } from '@jest/globals';
import { fieldChanges } from '../../../plan/review/field-changes.js';
import { isEqual } from '../../../plan/review/is-equal.js';
import { objectChanges } from '../../../plan/review/object-changes.js';
import { type SideObject, sideOf } from '../../../plan/review/side.js';
import { makeJob, makeObject, makeSide } from './sample.js';

test.each([
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, undefined, false],
  [null, {}, false],
  [[], [], true],
  [[], {}, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: { b: [1] } }, { a: { b: [2] } }, false],
])('%j and %j are equal: %s', (a, b, want) => expect(isEqual(a, b)).toBe(want));

describe('the fields of an object that change', () => {
  const object = (spec: unknown, kind = 'Thing') => makeObject('v1', kind, { spec });
  const cases: Record<string, { before: unknown; after: unknown; want: object[] }> = {
    nothing: { before: { a: 1 }, after: { a: 1 }, want: [] },
    'a value': { before: { a: 1 }, after: { a: 2 }, want: [{ path: 'spec.a', before: '1', after: '2' }] },
    'a new one': { before: {}, after: { a: 'x' }, want: [{ path: 'spec.a', after: 'x' }] },
    'one that goes': { before: { a: 'x' }, after: {}, want: [{ path: 'spec.a', before: 'x' }] },
    'the deepest ones, in the order of their names': {
      before: { c: { b: 1, a: 1 }, a: true },
      after: { c: { b: 2, a: 2 }, a: false },
      want: [
        { path: 'spec.a', before: 'true', after: 'false' },
        { path: 'spec.c.a', before: '1', after: '2' },
        { path: 'spec.c.b', before: '1', after: '2' },
      ],
    },
    'an item of a list': {
      before: { list: [{ a: 1 }, { a: 2 }] },
      after: { list: [{ a: 1 }, { a: 3 }] },
      want: [{ path: 'spec.list[1].a', before: '2', after: '3' }],
    },
    'a list of another length is one field': {
      before: { list: [1] },
      after: { list: [1, 2] },
      want: [{ path: 'spec.list', before: '[1]', after: '[1,2]' }],
    },
    'a value of another type': {
      before: { a: { b: 1 } },
      after: { a: [1] },
      want: [{ path: 'spec.a', before: '{"b":1}', after: '[1]' }],
    },
    'null instead of a mapping': {
      before: { a: { b: 1 } },
      after: { a: null },
      want: [{ path: 'spec.a', before: '{"b":1}', after: 'null' }],
    },
    'a text of several lines': {
      before: { a: 'x\ny\n' },
      after: { a: 'x\nz\n' },
      want: [{ path: 'spec.a', text: { added: 1, removed: 1 } }],
    },
    'a line that ends is no text of several lines': {
      before: { a: 'x\n' },
      after: { a: 'y\n' },
      want: [{ path: 'spec.a', before: 'x', after: 'y' }],
    },
    'several lines instead of one: both in short': {
      before: { a: 'x' },
      after: { a: 'y\nz' },
      want: [{ path: 'spec.a', before: 'x', after: 'y … (2 lines)' }],
    },
    'prompts and scripts': {
      before: { inline: 'x', script: 'x', scripts: 'x' },
      after: { inline: 'y', script: 'y', scripts: 'y' },
      want: [
        { path: 'spec.inline', text: { added: 1, removed: 1 } },
        { path: 'spec.script', text: { added: 1, removed: 1 } },
        { path: 'spec.scripts', before: 'x', after: 'y' },
      ],
    },
    'a new prompt': { before: {}, after: { inline: 'y' }, want: [{ path: 'spec.inline', after: 'y' }] },
    'a secret is masked': {
      before: { password: 'hunter22' },
      after: { password: 'hunter33' },
      want: [{ path: 'spec.password', before: '***', after: '***' }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(fieldChanges(object(before), object(after))).toEqual(want),
  );
  test('the first 20', () => {
    const many = (value: number) => object(Array.from({ length: 21 }, () => value));
    expect(fieldChanges(many(1), many(2)).map(({ path }) => path)).toEqual(
      Array.from({ length: 20 }, (_, i) => `spec[${i}]`),
    );
  });
});

describe('what happens to objects', () => {
  const thing = (spec: unknown, metadata: object = {}) => makeObject('v1', 'Thing', { spec }, metadata);
  const written = (...objects: ReturnType<typeof thing>[]): SideObject[] =>
    objects.map((object) => ({ object, origin: 'Written' }));
  const planned = (...objects: ReturnType<typeof thing>[]): SideObject[] =>
    objects.map((object) => ({ object, origin: 'Planned' }));
  const assumed = (...objects: ReturnType<typeof thing>[]): SideObject[] =>
    objects.map((object) => ({ object, origin: 'Assumed' }));
  const history = (...objects: ReturnType<typeof thing>[]): SideObject[] =>
    objects.map((object) => ({ object, origin: 'Written', isHistory: true }));
  const texts = makeObject('v1', 'ConfigMap', {}, { labels: { 'kubetask.io/task-run': 'r' } });
  const plain = makeObject('v1', 'ConfigMap', {}, { labels: { other: 'r' } });
  const cases: Record<string, { before: SideObject[]; after: SideObject[]; counts: object; want: string[] }> = {
    'it is the same': { before: written(thing(1)), after: written(thing(1)), counts: { same: 1 }, want: [] },
    'it is new': { before: [], after: written(thing(1)), counts: { create: 1 }, want: ['Create Thing team/x'] },
    'it changes': {
      before: written(thing(1)),
      after: written(thing(2)),
      counts: { change: 1 },
      want: ['Change Thing team/x: spec'],
    },
    'it goes': { before: written(thing(1)), after: [], counts: { remove: 1 }, want: ['Remove Thing team/x'] },
    'without a namespace': {
      before: [],
      after: written(thing(1, { namespace: undefined })),
      counts: { create: 1 },
      want: ['Create Thing /x'],
    },
    'of another namespace': {
      before: written(thing(1, { namespace: 'a' })),
      after: written(thing(1, { namespace: 'b' })),
      counts: { create: 1, remove: 1 },
      want: ['Create Thing b/x', 'Remove Thing a/x'],
    },
    'what would exist only after a start': {
      before: assumed(thing(1)),
      after: assumed(thing(2)),
      counts: {},
      want: [],
    },
    'what would have existed, and now does': {
      before: assumed(thing(1)),
      after: written(thing(1)),
      counts: { create: 1 },
      want: ['Create Thing team/x'],
    },
    'what existed, and now would': {
      before: written(thing(1)),
      after: assumed(thing(1)),
      counts: { remove: 1 },
      want: ['Remove Thing team/x'],
    },
    'an earlier run of a cluster stays': { before: history(makeJob()), after: [], counts: {}, want: [] },
    'Jobs of a task count, and the tasks say the rest': {
      before: written(makeJob({ object: 'a' }), makeJob({ object: 'c' })),
      after: written(makeJob({ object: 'b' }), makeJob({ object: 'c', name: 'n' })),
      counts: { create: 1, change: 1, remove: 1 },
      want: [],
    },
    'ConfigMaps of a task, and others': {
      before: [],
      after: written(texts, { ...plain, metadata: { ...plain.metadata, name: 'y' } }),
      counts: { create: 2 },
      want: ['Create ConfigMap team/y'],
    },
    'what the controller creates for a run does not count': {
      before: planned(makeJob()),
      after: planned(makeJob({ name: 'n' }), makeJob({ object: 'b' })),
      counts: {},
      want: [],
    },
    'what the controller created for a run that goes does not count': {
      before: planned(makeJob()),
      after: [],
      counts: {},
      want: [],
    },
    'what was written for a run that the controller creates now': {
      before: written(makeJob({ object: 'a' })),
      after: planned(makeJob({ object: 'b' })),
      counts: {},
      want: [],
    },
    'what the controller creates for no run counts': {
      before: planned(thing(1)),
      after: planned(thing(2)),
      counts: { change: 1 },
      want: ['Change Thing team/x: spec'],
    },
    'and what it created': {
      before: planned(thing(1)),
      after: [],
      counts: { remove: 1 },
      want: ['Remove Thing team/x'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, counts, want }) => {
    const { objectCounts, objects } = objectChanges(sideOf(before), sideOf(after));
    expect(objectCounts).toEqual({ create: 0, change: 0, remove: 0, same: 0, ...counts });
    expect(
      objects.map(({ action, kind, namespace = '', name, fields }) =>
        [`${action} ${kind} ${namespace}/${name}`, ...fields.map(({ path }) => path)].join(': '),
      ),
    ).toEqual(want);
  });

  test('a review has a namespace only if its object has one', () => {
    const { objects } = objectChanges(
      makeSide([]),
      makeSide([thing(1), thing(1, { namespace: undefined, name: 'y' })]),
    );
    expect(objects).toEqual([
      { action: 'Create', kind: 'Thing', namespace: 'team', name: 'x', fields: [] },
      { action: 'Create', kind: 'Thing', name: 'y', fields: [] },
    ]);
  });

  test('fields that no update may change: together, most objects first, ten names', () => {
    const image = (name: string) => ({ pod: { containers: [{ name: 'agent', image: name }] } });
    const jobs = (name: string) => Array.from({ length: 11 }, (_, i) => makeJob({ object: `j${i}`, ...image(name) }));
    const claims = (name: string) =>
      makeObject('v1', 'ConfigMap', { immutable: true, data: { a: name } }, { name: 'c' });
    const { immutables } = objectChanges(makeSide([claims('a'), ...jobs('a')]), makeSide([claims('b'), ...jobs('b')]));
    expect(immutables.map(({ kind, count, outcome, objects }) => ({ kind, count, outcome, objects }))).toEqual([
      { kind: 'Job', count: 11, outcome: 'Refused', objects: Array.from({ length: 10 }, (_, i) => `team/j${i}`) },
      { kind: 'ConfigMap', count: 1, outcome: 'Refused', objects: ['team/c'] },
    ]);
  });
});
