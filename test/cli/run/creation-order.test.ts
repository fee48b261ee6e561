import { expect, test } from '@jest/globals';
import { byCreation } from '../../../cli/run/creation-order.js';

test('newest first; within one second, the one that changed last', () => {
  const made = [
    { created: '2026-03-02T10:00:00Z', resourceVersion: '99' },
    { created: '2026-03-02T10:00:01Z', resourceVersion: '5' },
    { created: '2026-03-02T10:00:00Z', resourceVersion: '100' },
  ];
  expect(made.sort(byCreation).map(({ resourceVersion }) => resourceVersion)).toEqual(['5', '100', '99']);
});
