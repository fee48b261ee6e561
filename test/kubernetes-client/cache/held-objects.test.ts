import { expect, test } from '@jest/globals';
import { HeldObjects } from '../../../packages/kubernetes-client/cache/held-objects.js';
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
