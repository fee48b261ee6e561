import { expect, test } from '@jest/globals';
import type { UserError } from '../../../cli/errors/user-error.js';
import { plannedTarget, refusePlannedOptions, refuseUnknownKinds } from '../../../cli/planned/planned-target.js';

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

test.each([
  ['--param', { param: [{ name: 'a', value: 'b' }] }],
  ['--keep', { keep: true }],
  ['--with-secrets', { withSecrets: true }],
  ['--image', { image: { a: 'true' } }],
])('%s has no effect on a task of kubetask.yaml, and is an error', (option, options) => {
  expect(() => refusePlannedOptions(options)).toThrow(`Cannot use ${option}: it belongs to a task of the cluster`);
});

const unknown: Record<string, { name: string; message: string; hint: string }> = {
  'an unknown kind: the kinds there are': {
    name: 'bogus/greet',
    message: 'Cannot find task bogus/greet: bogus is no kind that can be run',
    hint: 'a task of the cluster is one of batch/x, batchrun/x, task/x, taskrun/x',
  },
  'a misspelt one: the one that was meant': { name: 'bacth/greet', message: 'bacth is no kind', hint: 'batch/greet' },
  'a kind that runs no tasks': { name: 'agent/x', message: 'agent is no kind that can be run', hint: 'batch/x' },
  'no kind': { name: '/greet', message: 'it has no kind', hint: 'batch/x' },
};
test.each(Object.entries(unknown))('%s', (_, { name, message, hint }) => {
  const error = thrownBy(() => refuseUnknownKinds(['a', name]));
  expect([error.message, error.hints.join()]).toEqual([
    expect.stringContaining(message),
    expect.stringContaining(hint),
  ]);
});

function thrownBy(call: () => void): UserError {
  try {
    call();
  } catch (error) {
    return error as UserError;
  }
  throw new Error('it did not fail');
}
