import { expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { summary } from '../../../cli/local/summary.js';
import type { Terminal } from '../../../cli/output/terminal.js';

const terminal = (columns: number): Terminal => ({ columns, rows: 24, isTty: true, paint: (_, text) => text });
const message = `cannot clone https://github.com/myorg/service-0.git at main: ${'x'.repeat(80)}; give another branch`;

const makeRun = (tasks: number): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'run-1' },
  spec: { batchRef: 'b' },
  status: {
    phase: 'Failed',
    progress: { total: tasks, pending: 0, running: 0, completed: 0, failed: tasks },
    tasks: Array.from({ length: tasks }, (_, index) => ({ index, jobName: 'j', phase: 'Failed', message })),
  },
});

const summaryOf = (tasks: number, columns: number) =>
  summary([{ run: makeRun(tasks), batch: { variableContexts: Array(tasks).fill([]) } }], terminal(columns), 0);

test('a task failed and the table cuts its message: the whole message below', () => {
  expect(summaryOf(1, 80).slice(3)).toEqual([
    '',
    `✗ task 0  ${message}`,
    '',
    'run-1  Failed  1/1 done, 1 failed  in 0s',
  ]);
});

test('many tasks failed: five messages, the rest counted', () => {
  expect(summaryOf(7, 80).slice(-4)).toEqual([
    `✗ task 4  ${message}`,
    '  … and 2 more',
    '',
    'run-1  Failed  7/7 done, 7 failed  in 0s',
  ]);
});

test('a pipe: the table has every message already', () => {
  expect(summaryOf(1, Number.POSITIVE_INFINITY).filter((line) => line.includes('give another branch'))).toHaveLength(1);
});
