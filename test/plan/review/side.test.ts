import { describe, expect, test } from '@jest/globals';
import { namedObject } from '../../../plan/review/named-object.js';
import { identityOf, type SideObject, sideOf } from '../../../plan/review/side.js';
import { makeJob, makeObject, makeSide } from './sample.js';

const object = (metadata: object = {}, fields: object = {}) => makeObject('example.com/v1', 'Thing', fields, metadata);
const own = (kind: string, name: string, namespace = 'team') =>
  makeObject('kubetask.io/v1alpha1', kind, { spec: { of: namespace } }, { name, namespace });

test.each([
  ['apps/v1', 'team', '["apps","Deployment","team","x"]'],
  ['apps/v1beta1', 'team', '["apps","Deployment","team","x"]'],
  ['v1', 'team', '["","Deployment","team","x"]'],
  ['v1', undefined, '["","Deployment","","x"]'],
])('the identity of a Deployment of %s in %s', (apiVersion, namespace, want) =>
  expect(identityOf(makeObject(apiVersion, 'Deployment', {}, { namespace }))).toBe(want),
);

test.each([
  [{}, 'Thing team/x'],
  [{ namespace: undefined }, 'Thing x'],
  [{ namespace: '' }, 'Thing x'],
])('an object with %j in words: %s', (metadata, want) => expect(namedObject(object(metadata))).toBe(want));

describe('the objects of a side', () => {
  const one = (fields: object, origin: SideObject['origin'], metadata: object = {}): SideObject => ({
    object: object(metadata, fields),
    origin,
  });
  const cases: Record<string, { objects: SideObject[]; want: string[] }> = {
    'without a name: left out': { objects: [one({ n: 1 }, 'Written', { name: undefined })], want: [] },
    'what is written twice: each': {
      objects: [one({ n: 1 }, 'Written'), one({ n: 2 }, 'Written'), one({ n: 3 }, 'Written')],
      want: ['x: Written 1', 'x 2: Written 2', 'x 3: Written 3'],
    },
    'what is written takes the place of what is planned': {
      objects: [one({ n: 1 }, 'Planned'), one({ n: 2 }, 'Written')],
      want: ['x: Written 2'],
    },
    'what is planned later comes last': {
      objects: [one({ n: 1 }, 'Assumed'), one({ n: 2 }, 'Planned')],
      want: ['x: Planned 2'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) =>
    expect(
      [...sideOf(objects).objects].map(
        ([key, { object: found, origin }]) =>
          `${key.replace('["example.com","Thing","team","x"]', 'x')}: ${origin} ${(found as unknown as { n: number }).n}`,
      ),
    ).toEqual(want),
  );

  const stored = (metadata: object, fields: object = {}) =>
    [...makeSide([object(metadata, fields)]).objects.values()][0]?.object;
  test('as written: the same object', () => {
    const written = object({ labels: { a: 'b' }, annotations: { c: 'd' } }, { spec: { status: 1 } });
    expect([...makeSide([written]).objects.values()][0]?.object).toBe(written);
  });
  test.each(['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'])(
    'without %s, which a server sets',
    (field) => expect(stored({ [field]: 'x', labels: { a: 'b' } })).toEqual(object({ labels: { a: 'b' } })),
  );
  test('without a status', () => expect(stored({}, { spec: 1, status: {} })).toEqual(object({}, { spec: 1 })));
  test.each([
    ['labels', { a: 1, b: 'c' }, { b: 'c' }],
    ['annotations', { a: true, b: 'c' }, { b: 'c' }],
  ])('without %s that are no texts', (field, value, want) =>
    expect(stored({ [field]: value })?.metadata).toEqual({ name: 'x', namespace: 'team', [field]: want }),
  );
});

describe('what is asked for', () => {
  const side = makeSide([
    ...[own('BatchRun', 'r'), own('Batch', 't'), own('WorkspaceConfig', 'w'), own('Batch', 't', 'other')],
    ...[makeJob({ object: 'a', run: 'r', template: 't' }), makeJob({ object: 'b', run: 'r', template: 't' })],
    ...[makeJob({ object: 'c', run: 'r', namespace: 'other' }), object()],
    makeObject('example.com/v1', 'Batch', {}, { name: 'foreign' }),
  ]);
  const [run, otherRun] = [...side.runs.values()];
  test('the tasks of each run, in order', () =>
    expect([...side.runs].map(([place, { name, namespace, tasks }]) => [place, name, namespace, tasks.length])).toEqual(
      [
        ['["team","batchrun/r"]', 'batchrun/r', 'team', 2],
        ['["other","batchrun/r"]', 'batchrun/r', 'other', 1],
      ],
    ));
  test('a run is no earlier one unless that is said', () =>
    expect([
      run?.isHistory,
      [...sideOf([{ object: makeJob(), origin: 'Written', isHistory: true }]).runs.values()][0]?.isHistory,
    ]).toEqual([false, true]));
  test('its BatchRun, its Batch and a WorkspaceConfig of its namespace', () => {
    const names = [run && side.batchRun(run), run && side.batch(run), side.workspace('w', 'team')];
    expect(names.map((found) => found && namedObject(found))).toEqual([
      'BatchRun team/r',
      'Batch team/t',
      'WorkspaceConfig team/w',
    ]);
  });
  test('nothing of another namespace, name or group', () => {
    const foreign = run && { ...run, template: 'batch/foreign' };
    expect([
      ...[otherRun && side.batchRun(otherRun), otherRun && side.batch(otherRun)],
      ...[
        foreign && side.batch(foreign),
        side.workspace('w', 'other'),
        side.workspace('x', 'team'),
        side.workspace('w', undefined),
      ],
    ]).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
