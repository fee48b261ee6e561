import { describe, expect, test } from '@jest/globals';
import { type Pair, pairRuns, pairTasks } from '../../../plan/review/pairs.js';
import { calledTask, literalOf, taskOf } from '../../../plan/review/reviewed-task.js';
import { sideOf } from '../../../plan/review/side.js';
import { type JobSpec, makeJob, makeObject, makeTask } from './sample.js';

const texts = <Value>(pairs: readonly Pair<Value>[], called: (value: Value) => string): string[] =>
  pairs.map(({ before, after }) => `${before ? called(before) : '-'} > ${after ? called(after) : '-'}`);

describe('tasks that are the same one', () => {
  const cases: Record<string, { before: JobSpec[]; after: JobSpec[]; want: string[] }> = {
    'by name': { before: [{ object: 'a', name: 'n' }], after: [{ object: 'b', name: 'n', key: 'k' }], want: ['a > b'] },
    'by name and key before name alone': {
      before: [
        { object: 'a', name: 'n', key: '1' },
        { object: 'b', name: 'n', key: '2' },
      ],
      after: [
        { object: 'c', name: 'n', key: '2' },
        { object: 'd', name: 'n', key: '3' },
      ],
      want: ['b > c', 'a > d'],
    },
    'by key and repository before the repository alone': {
      before: [
        { object: 'a', repository: 'r', key: '1' },
        { object: 'b', repository: 'r', key: '2' },
      ],
      after: [
        { object: 'c', repository: 'r', key: '2' },
        { object: 'd', repository: 'r', key: '1' },
      ],
      want: ['b > c', 'a > d'],
    },
    'by repository, in order': {
      before: [
        { object: 'a', repository: 'r' },
        { object: 'b', repository: 'r' },
      ],
      after: [
        { object: 'c', repository: 'r' },
        { object: 'd', repository: 'r' },
        { object: 'e', repository: 'r' },
      ],
      want: ['a > c', 'b > d', '- > e'],
    },
    'by a name that is now another: the repository': {
      before: [{ object: 'a', name: 'old', repository: 'r' }],
      after: [{ object: 'b', name: 'new', repository: 'r' }],
      want: ['a > b'],
    },
    'by place, without a name and a repository': {
      before: [
        { object: 'a', index: '0' },
        { object: 'b', index: '1' },
      ],
      after: [
        { object: 'c', index: '1' },
        { object: 'd', index: '2' },
      ],
      want: ['b > c', '- > d', 'a > -'],
    },
    'not by place, with a repository': {
      before: [{ object: 'a', index: '0', repository: 'r' }],
      after: [{ object: 'b', index: '0', repository: 's' }],
      want: ['- > b', 'a > -'],
    },
    'not by place, with a name': {
      before: [{ object: 'a', index: '0', name: 'm' }],
      after: [{ object: 'b', index: '0', name: 'n' }],
      want: ['- > b', 'a > -'],
    },
    'by key, without a repository': {
      before: [{ object: 'a', name: 'm', key: 'k' }],
      after: [{ object: 'b', name: 'n', key: 'k' }],
      want: ['a > b'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(texts(pairTasks(before.map(makeTask), after.map(makeTask)), ({ object }) => object.metadata.name)).toEqual(
      want,
    ),
  );
});

describe('runs that follow each other', () => {
  interface Run extends JobSpec {
    readonly origin?: 'Written' | 'Planned' | 'Assumed';
    readonly isHistory?: boolean;
  }
  const side = (runs: readonly Run[]) =>
    sideOf(
      runs.map(({ origin = 'Written', isHistory, ...run }) => ({
        object: makeJob({ object: `job-${run.run}`, ...run }),
        origin,
        ...(isHistory === undefined ? {} : { isHistory }),
      })),
    );
  const cases: Record<string, { before: Run[]; after: Run[]; want: string[] }> = {
    'by name': { before: [{ run: 'a' }], after: [{ run: 'a' }], want: ['a > a'] },
    'the last one of the template': {
      before: [
        { run: 'a', template: 't' },
        { run: 'b', template: 't' },
        { run: 'c', template: 'u' },
      ],
      after: [{ run: 'd', template: 't' }],
      want: ['b > d', 'a > -', 'c > -'],
    },
    'a run that goes on by itself is followed by none': {
      before: [{ run: 'a', template: 't' }],
      after: [
        { run: 'a', template: 't' },
        { run: 'b', template: 't' },
      ],
      want: ['a > a', '- > b'],
    },
    'without a template: a new one': { before: [{ run: 'a' }], after: [{ run: 'b' }], want: ['- > b', 'a > -'] },
    'of another namespace': {
      before: [{ run: 'a', template: 't', namespace: 'other' }],
      after: [{ run: 'b', template: 't' }],
      want: ['- > b', 'a > -'],
    },
    'the first run of a template': {
      before: [{ run: 'a', template: 't', origin: 'Assumed' }],
      after: [{ run: 'b', template: 't' }],
      want: ['- > b'],
    },
    'a template, before and after': {
      before: [{ run: 'a', template: 't', origin: 'Assumed' }],
      after: [{ run: 'a', template: 't', origin: 'Assumed' }],
      want: ['a > a'],
    },
    'a run that somebody may start takes the place of none': {
      before: [{ run: 'a', template: 't' }],
      after: [{ run: 'b', template: 't', origin: 'Assumed' }],
      want: ['a > b', 'a > -'],
    },
    'a template that goes, and an earlier run of a cluster: not reported': {
      before: [
        { run: 'a', origin: 'Assumed' },
        { run: 'b', isHistory: true },
      ],
      after: [],
      want: [],
    },
  };
  const called = ({ name }: { readonly name: string }) => name.replace('batchrun/', '');
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(texts(pairRuns(side(before), side(after)), called)).toEqual(want),
  );
});

describe('a task as its Job or Pod says it', () => {
  const spec = { containers: [] };
  const pod = (labels: object, kind = 'Pod') => makeObject('v1', kind, { spec }, { labels });
  test('of a Job', () =>
    expect(makeTask({ template: 't', name: 'n', index: '3', key: 'k', repository: 'https://h/a' })).toMatchObject({
      ...{ run: 'batchrun/r', namespace: 'team', template: 'batch/t', name: 'n', index: '3', key: 'k' },
      repository: 'https://h/a',
    }));
  test('of a Pod', () =>
    expect(taskOf(pod({ 'kubetask.io/task-run': 'r', 'kubetask.io/task': 't' }))).toMatchObject({
      ...{ run: 'taskrun/r', template: 'task/t', name: '', index: '', key: '', repository: '' },
    }));
  test.each([
    ['a Pod of a Job', pod({ 'kubetask.io/batch-run': 'r' })],
    ['a Job of a TaskRun', makeJob({ run: '', labels: { 'kubetask.io/task-run': 'r' } })],
    ['a ConfigMap of a run', pod({ 'kubetask.io/task-run': 'r' }, 'ConfigMap')],
    ['a template of Pods', pod({ 'kubetask.io/task-run': 'r' }, 'PodTemplate')],
    ['a label that is no text', pod({ 'kubetask.io/task-run': 1 })],
    ['labels that are none', pod([])],
    ['no Pod', makeObject('batch/v1', 'Job', {}, { labels: { 'kubetask.io/batch-run': 'r' } })],
  ])('%s is none', (_, object) => expect(taskOf(object)).toBeUndefined());

  test.each([
    ['its name', { name: 'n', repository: 'https://h/a', index: '0' }, 'n'],
    ['its repository without the host', { repository: 'https://h/org/a.git', index: '0' }, 'org/a'],
    ['by SSH', { repository: 'ssh://git@h/org/a' }, 'org/a'],
    ['a repository without a scheme', { repository: 'git@h:a.git' }, 'git@h:a'],
    ['.git in the middle stays', { repository: 'https://h/a.git/b' }, 'a.git/b'],
    ['its place', { index: '3' }, 'task 3'],
    ['its object', { object: 'job-1' }, 'job-1'],
  ])('it is called after %s', (_, spec, want) => expect(calledTask(makeTask(spec))).toBe(want));

  const env = [{ name: 'A', value: 'a' }, { name: 'B', value: 1 }, { name: 'C' }];
  test.each([
    ['A', 'a'],
    ['B', ''],
    ['C', ''],
    ['D', ''],
  ])('the literal value of %s: %j', (name, want) => expect(literalOf({ env }, name)).toBe(want));
});
