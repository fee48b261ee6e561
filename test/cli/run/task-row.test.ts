import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../api/generated/kinds.js';
import { type TaskRow, taskRows } from '../../../cli/run/task-row.js';
import { makeBatchRun } from '../sample.js';

const rowsOf = (task: Partial<TaskStatus>, planned?: readonly string[]): TaskRow[] =>
  taskRows(
    makeBatchRun({ status: { tasks: [{ index: 0, jobName: 'j', phase: 'Pending', ...task }] } }),
    new Map(),
    planned,
  );

test('what an entry lacks is empty', () => {
  expect(rowsOf({})).toStrictEqual([
    { index: 0, name: '', key: '', phase: 'Pending', reason: '', note: '', message: '', jobName: 'j', result: {} },
  ]);
});

test('a planned task without an entry has its name; the name that the run recorded is the right one', () => {
  expect(rowsOf({ name: 'recorded' }, ['planned', 'next']).map(({ name, jobName }) => [name, jobName])).toEqual([
    ['recorded', 'j'],
    ['next', ''],
  ]);
});

describe('the note', () => {
  const cases: Record<string, { task: Partial<TaskStatus>; want: string }> = {
    'succeeded: what the agent says it did': {
      task: { phase: 'Succeeded', reason: 'Completed', result: { summary: 'done' } },
      want: 'done',
    },
    'succeeded: and what of it was not kept': {
      task: { phase: 'Succeeded', message: 'result.json: left out pr', result: { summary: 'done' } },
      want: 'done; result.json: left out pr',
    },
    'succeeded without a result: none': { task: { phase: 'Succeeded', reason: 'Completed' }, want: '' },
    'failed: the message, not the summary': {
      task: { phase: 'Failed', reason: 'AgentFailed', message: 'exit code 3', result: { summary: 'half done' } },
      want: 'exit code 3',
    },
    'failed without a message: the reason': { task: { phase: 'Failed', reason: 'AgentFailed' }, want: 'AgentFailed' },
    'a reason that repeats the phase: none': { task: { phase: 'Running', reason: 'Running' }, want: '' },
  };
  test.each(Object.entries(cases))('%s', (_, { task, want }) => expect(rowsOf(task)[0]?.note).toBe(want));
});
