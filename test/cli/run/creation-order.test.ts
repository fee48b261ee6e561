import { expect, test } from '@jest/globals';
import { byCreation, creationOf } from '../../../cli/run/creation-order.js';

test('newest first; within one second, the one that changed last', () => {
  const made = [
    { created: '2026-03-02T10:00:00Z', resourceVersion: '98' },
    { created: '2026-03-02T10:00:00Z', resourceVersion: '99' },
    { created: '2026-03-02T10:00:01Z', resourceVersion: '5' },
    { created: '2026-03-02T10:00:02Z', resourceVersion: '3' },
    { created: '2026-03-02T10:00:00Z', resourceVersion: '100' },
  ];
  const want = ['3', '5', '100', '99', '98'];
  expect(made.sort(byCreation).map(({ resourceVersion }) => resourceVersion)).toEqual(want);
  expect(
    made
      .reverse()
      .sort(byCreation)
      .map(({ resourceVersion }) => resourceVersion),
  ).toEqual(want);
});

test('one object beside itself: neither is first', () => {
  const one = { created: '2026-03-02T10:00:00Z', resourceVersion: '98' };
  expect(byCreation(one, { ...one })).toBe(0);
});

test('the creation in the metadata; an object that does not exist yet has none', () => {
  const created = '2026-03-02T10:00:00Z';
  expect(creationOf({ name: 'a', creationTimestamp: created, resourceVersion: '7' })).toEqual({
    created,
    resourceVersion: '7',
  });
  expect(creationOf({ name: 'a' })).toEqual({ created: '', resourceVersion: '' });
});
