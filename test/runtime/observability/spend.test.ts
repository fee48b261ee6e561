import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, TaskRunStatus, TaskStatus } from '../../../api/generated/kinds.js';
import { spentByRun, spentByTasks } from '../../../runtime/batch-run/metrics/run-spend.js';
import type { Spend } from '../../../runtime/observability/spend.js';
import { spentByTaskRun } from '../../../runtime/task-run/metrics.js';

const task = (index: number, phase: TaskStatus['phase'], result?: TaskStatus['result']): TaskStatus => ({
  ...{ index, phase, jobName: `j${index}` },
  ...(result && { result }),
});
const dear = task(0, 'Succeeded', { costUsd: 1.5, tokens: { total: 2000 } });

describe('the tasks of a run', () => {
  const cases: Record<string, { before?: BatchRunStatus; after: BatchRunStatus; want: Spend[] }> = {
    'one ended: what it has cost': {
      before: { tasks: [task(0, 'Running')] },
      after: { tasks: [dear] },
      want: [{ phase: 'Succeeded', costUsd: 1.5, tokens: 2000 }],
    },
    'one had ended before: not again': { before: { tasks: [dear] }, after: { tasks: [dear] }, want: [] },
    'one had ended before, and was moved: not again': {
      before: { tasks: [dear] },
      after: { tasks: [{ ...dear, index: 1 }] },
      want: [],
    },
    'one was done by another run: nothing': {
      after: { tasks: [{ ...dear, reason: 'Reused' }] },
      want: [],
    },
    'one failed and reported only its tokens': {
      after: { tasks: [task(1, 'Failed', { tokens: { input: 4, output: 3 } })] },
      want: [{ phase: 'Failed', costUsd: 0, tokens: 7 }],
    },
    'one says less than nothing: nothing': { after: { tasks: [task(0, 'Succeeded', { costUsd: -3 })] }, want: [] },
    'one says more than there is: a number that can be added': {
      after: { tasks: [task(0, 'Succeeded', { costUsd: 1e308, tokens: { total: Number.POSITIVE_INFINITY } })] },
      want: [{ phase: 'Succeeded', costUsd: 1e15, tokens: 1e15 }],
    },
    'one says what is no number: nothing': {
      after: { tasks: [task(0, 'Succeeded', { costUsd: Number.NaN, tokens: 'many' as never })] },
      want: [],
    },
    'one says nothing: nothing': { after: { tasks: [task(0, 'Succeeded', { summary: 'done' })] }, want: [] },
    'a large run: its outcomes tell': { after: { tasks: [dear], outcomes: ['run-outcomes-0'] }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    expect(spentByRun(before, after)).toEqual(want);
  });
});

test('outcomes of a large run: those that are new', () => {
  const late = task(1, 'Cancelled', { costUsd: 0.25 });
  const after = new Map([dear, late].map((entry) => [entry.index, entry]));
  expect(spentByTasks(new Map([[0, dear]]), after)).toEqual([{ phase: 'Cancelled', costUsd: 0.25, tokens: 0 }]);
});

describe('a TaskRun', () => {
  const ended: TaskRunStatus = { phase: 'Succeeded', completionTime: '2030-01-01T00:00:00Z', result: { costUsd: 1 } };
  const { completionTime: _, ...unfinished } = ended;
  const cases: Record<string, { before?: TaskRunStatus; after: TaskRunStatus; want: number[] }> = {
    'ended: what it has cost': { before: unfinished, after: ended, want: [1] },
    'had ended before: not again': { before: ended, after: ended, want: [] },
    'has reported its result and continues: not yet': { after: unfinished, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    expect(spentByTaskRun(before, after).map(({ costUsd }) => costUsd)).toEqual(want);
  });
});
