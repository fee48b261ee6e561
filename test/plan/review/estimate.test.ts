import { describe, expect, test } from '@jest/globals';
import { earlierResults } from '../../../plan/review/earlier-results.js';
import { type EarlierResult, estimateOf } from '../../../plan/review/estimate.js';
import { makeTask } from './sample.js';

describe('the results of an earlier run', () => {
  const task = {
    ...{ name: 'a', key: 'k', phase: 'Succeeded', result: { costUsd: 2 } },
    ...{ startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:01:30Z' },
  };
  const read = { name: 'a', key: 'k', hasSucceeded: true, seconds: 90, costUsd: 2 };
  const { costUsd: _cost, ...free } = read;
  const { seconds: _seconds, ...timeless } = read;
  const cases: Record<string, { value: unknown; want: unknown }> = {
    'a task': { value: [task], want: [read] },
    'a failed one': { value: [{ ...task, phase: 'Failed' }], want: [{ ...read, hasSucceeded: false }] },
    'tasks that have not finished are left out': {
      value: ['Running', 'Pending', undefined].map((phase) => ({ ...task, phase })),
      want: [],
    },
    'a reused one: no time and no cost': {
      value: [{ ...task, reason: 'Reused' }],
      want: [{ name: 'a', key: 'k', hasSucceeded: true }],
    },
    'another reason': { value: [{ ...task, reason: 'Completed' }], want: [read] },
    'no name and no key': { value: [{ ...task, name: 1, key: null }], want: [{ ...read, name: '', key: '' }] },
    'it took no time': { value: [{ ...task, completionTime: task.startTime }], want: [{ ...read, seconds: 0 }] },
    'it ended before it began': { value: [{ ...task, completionTime: '2026-03-01T09:00:00Z' }], want: [timeless] },
    'it has no end': { value: [{ ...task, completionTime: undefined }], want: [timeless] },
    'it cost nothing': { value: [{ ...task, result: { costUsd: 0 } }], want: [{ ...read, costUsd: 0 }] },
    'a cost below zero': { value: [{ ...task, result: { costUsd: -1 } }], want: [free] },
    'a cost that is a text': { value: [{ ...task, result: { costUsd: '2' } }], want: [free] },
    'no result': { value: [{ ...task, result: 'x' }], want: [free] },
    nothing: { value: [], want: [] },
    'the status of a BatchRun': { value: { kind: 'BatchRun', status: { tasks: [task] } }, want: [read] },
    'the status of another kind': { value: { kind: 'Batch', status: { tasks: [task] } }, want: undefined },
    'a BatchRun without a status': { value: { kind: 'BatchRun' }, want: undefined },
    'a BatchRun without tasks': { value: { kind: 'BatchRun', status: { tasks: {} } }, want: undefined },
    'a list with something else': { value: [task, 'x'], want: undefined },
    'a text': { value: 'x', want: undefined },
    null: { value: null, want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) => expect(earlierResults(value)).toEqual(want));
});

describe('the estimate', () => {
  const result = (name: string, seconds?: number, costUsd?: number, key = ''): EarlierResult => ({
    ...{ name, key, hasSucceeded: true },
    ...(seconds === undefined ? {} : { seconds }),
    ...(costUsd === undefined ? {} : { costUsd }),
  });
  const cases: Record<
    string,
    { started: string[]; atATime?: number; tasks: EarlierResult[]; want: object | undefined }
  > = {
    'each what it took': {
      started: ['a', 'b'],
      atATime: 1,
      tasks: [result('a', 10, 1), result('b', 20, 2)],
      want: { tasks: 2, seconds: 30, costUsd: 3 },
    },
    'two at a time': {
      started: ['a', 'b', 'c', 'd'],
      atATime: 2,
      tasks: [result('a', 10)],
      want: { tasks: 1, seconds: 20 },
    },
    'all at a time: the longest': {
      started: ['a', 'b'],
      tasks: [result('a', 10), result('b', 30)],
      want: { tasks: 2, seconds: 30 },
    },
    'the longest, though the others are soon over': {
      started: ['a', 'b'],
      atATime: 2,
      tasks: [result('a', 2), result('b', 30)],
      want: { tasks: 2, seconds: 30 },
    },
    'more places than tasks': { started: ['a'], atATime: 9, tasks: [result('a', 10)], want: { tasks: 1, seconds: 10 } },
    'the mean for one without a result': {
      started: ['a', 'x'],
      atATime: 1,
      tasks: [result('a', 10), result('b', 20)],
      want: { tasks: 2, seconds: 25 },
    },
    'by key before the name': {
      started: ['a'],
      atATime: 1,
      tasks: [result('a', 10), result('z', 50, undefined, 'key-a')],
      want: { tasks: 2, seconds: 50 },
    },
    'times alone': { started: ['a'], tasks: [result('a', 10), result('b')], want: { tasks: 1, seconds: 10 } },
    'costs alone, in whole cents': {
      started: ['a', 'b'],
      tasks: [result('a', undefined, 0.123), result('b', undefined, 0.004)],
      want: { tasks: 2, costUsd: 0.13 },
    },
    'half a second more': { started: ['a'], tasks: [result('a', 10.5)], want: { tasks: 1, seconds: 11 } },
    'no results': { started: ['a'], tasks: [], want: undefined },
    'results that say nothing': { started: ['a'], tasks: [result('a')], want: undefined },
    'no task starts': { started: [], tasks: [result('a', 10, 1)], want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { started, atATime = Number.POSITIVE_INFINITY, tasks, want }) =>
    expect(
      estimateOf(
        started.map((name) => makeTask({ name, key: `key-${name}` })),
        atATime,
        { source: 'batchrun/r', tasks },
      ),
    ).toEqual(want && { source: 'batchrun/r', ...want }),
  );
});
