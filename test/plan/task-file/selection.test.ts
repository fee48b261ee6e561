import { expect, test } from '@jest/globals';
import { contextOf, namespaceOf } from '../../../plan/task-file/namespace.js';
import { executionOrder } from '../../../plan/task-file/order.js';
import { type Choice, type Possible, selectExecutor } from '../../../plan/task-file/selection.js';

const yes: Possible = { isPossible: true };
const no: Possible = { isPossible: false, reason: 'not here' };
const possible = { local: yes, container: no, kubernetes: yes, job: no };

test.each<[string, Omit<Choice, 'possible'>, object]>([
  ['the first place that is possible', {}, { executor: 'local' }],
  ['the flag', { requested: 'kubernetes', preferred: 'local' }, { executor: 'kubernetes' }],
  ['what the file prefers', { preferred: 'kubernetes' }, { executor: 'kubernetes' }],
  ['the list, in its order', { allowed: ['container', 'kubernetes', 'local'] }, { executor: 'kubernetes' }],
  [
    'the list over what the file prefers, also where the list has it',
    { allowed: ['local', 'kubernetes'], preferred: 'kubernetes' },
    { executor: 'local' },
  ],
  ['the list over what the file prefers', { allowed: ['local'], preferred: 'kubernetes' }, { executor: 'local' }],
  [
    'no place that the list leaves out',
    { requested: 'local', allowed: ['kubernetes'] },
    {
      message: 'cannot run as local',
      allowed: ['kubernetes'],
      reasons: [
        'local: executors of the task does not name it',
        'container: executors of the task does not name it',
        'job: executors of the task does not name it',
      ],
    },
  ],
  [
    'no place that is impossible',
    { requested: 'container' },
    { allowed: ['local', 'kubernetes'], reasons: ['container: not here', 'job: not here'] },
  ],
  [
    'nothing when the file wants what is impossible',
    { preferred: 'container' },
    { message: 'cannot run as container' },
  ],
  ['nothing when the list is impossible', { allowed: ['job'] }, { message: 'cannot run anywhere', allowed: [] }],
])('%s', (_, choice, expected) => {
  expect(selectExecutor({ ...choice, possible })).toMatchObject(expected);
});

test.each([
  [{ flag: 'a', env: 'b', file: 'c' }, { namespace: 'a' }],
  [{ flag: '', env: 'b', file: 'c' }, { namespace: 'b' }],
  [{ env: '', file: 'c' }, { namespace: 'c' }],
  [{ file: '' }, { namespace: 'default' }],
  [{ file: 'context' }, { ofContext: true }],
  [{ flag: 'context', file: 'x' }, { namespace: 'context' }],
])('the namespace of %j', (sources, expected) => {
  expect(namespaceOf(sources)).toEqual(expected);
});

test.each([
  [{ flag: 'a', file: 'b' }, 'a'],
  [{ flag: '', file: 'b' }, 'b'],
  [{ file: '' }, undefined],
])('the context of %j', (sources, expected) => {
  expect(contextOf(sources)).toBe(expected);
});

const pre: Record<string, string[]> = { deploy: ['test', 'build'], test: ['build'], build: [], a: ['b'], b: ['a'] };

test.each([
  [['deploy'], { tasks: ['build', 'test', 'deploy'], circles: [] }],
  [['build', 'deploy'], { tasks: ['build', 'test', 'deploy'], circles: [] }],
  [['build', 'a'], { tasks: [], circles: [['a', 'b', 'a']] }],
])('the order of %j', (wanted, expected) => {
  expect(executionOrder(wanted, (task) => pre[task] ?? [])).toEqual(expected);
});
