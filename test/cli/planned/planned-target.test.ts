import { expect, test } from '@jest/globals';
import { plannedTarget } from '../../../cli/planned/planned-target.js';

test.each([
  ['--jobs', { jobs: 2 }],
  ['--flavor', { flavor: ['ci'] }],
  ['--copy', { copy: ['a:b'] }],
  ['--copy-back', { copyBack: ['a'] }],
])('%s has no effect on a task of the cluster, and is an error', (option, options) => {
  expect(() => plannedTarget(['batch/x'], options as never)).toThrow(
    `Cannot use ${option} with batch/x: it belongs to tasks of kubetask.yaml`,
  );
});

test('a task of the cluster alone is what runs', () => {
  expect(plannedTarget(['batch/x'], {})).toMatchObject({ name: 'x' });
});
