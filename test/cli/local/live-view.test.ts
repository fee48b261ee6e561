import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { progressLine, taskLines } from '../../../cli/local/live-view.js';
import { resultTable } from '../../../cli/local/result-table.js';
import { type TaskRow, taskRows } from '../../../cli/local/task-rows.js';
import { cut } from '../../../cli/output/printable.js';
import type { Terminal } from '../../../cli/output/terminal.js';
import { makeRepository } from '../../plan/sample.js';

const terminal = (columns = 80): Terminal => ({ columns, rows: 24, isTty: true, paint: (_, text) => text });

const makeRow = (row: Partial<TaskRow> = {}): TaskRow => ({
  index: 0,
  label: 'billing',
  phase: 'Running',
  note: '',
  branch: '',
  commit: '',
  duration: 1234,
  ...row,
});

const makeRun = (status: BatchRun['status'] = {}): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'run-1' },
  spec: { batchRef: 'b' },
  status,
});

describe('taskLines', () => {
  const five = (['Succeeded', 'Succeeded', 'Failed', 'Running', 'Pending'] as const).map((phase, index) =>
    makeRow({ index, phase, label: `r${index}`, note: index === 2 ? 'exit code 3' : '' }),
  );
  const cases: Record<string, { rows: TaskRow[]; room: number; want: string[] }> = {
    'one row: mark, name, phase, duration': { rows: [makeRow()], room: 9, want: ['  ▸ billing  Running        1s'] },
    'not yet started: no duration': {
      rows: [makeRow({ phase: 'Pending', note: 'Unschedulable', duration: undefined as never })],
      room: 9,
      want: ['  · billing  Pending            Unschedulable'],
    },
    'no room for all: running and failed first, in order, the rest counted': {
      rows: five,
      room: 4,
      want: [
        '  ✗ r2    Failed         1s  exit code 3',
        '  ▸ r3    Running        1s',
        '  · r4    Pending        1s',
        '  … and 2 more',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { rows, room, want }) => {
    expect(taskLines(rows, terminal(), room)).toEqual(want);
  });

  test('a long note: cut at the width', () => {
    const [line] = taskLines([makeRow({ note: 'x'.repeat(200) })], terminal(40), 9);
    expect(line).toHaveLength(40);
  });
});

describe('progressLine', () => {
  const progress = { total: 5, pending: 1, running: 1, completed: 2, failed: 1 };
  const notFound = {
    type: 'Ready',
    status: 'False',
    reason: 'BatchNotFound',
    message: 'Batch b does not exist',
    lastTransitionTime: '',
  } as const;
  const cases: Record<string, { status: BatchRun['status']; want: string }> = {
    'before the first look: pending': { status: {}, want: 'run-1  Pending' },
    'in the middle: what counts': {
      status: { phase: 'Running', progress },
      want: 'run-1  Running  3/5 done, 1 running, 1 pending, 1 failed',
    },
    'nothing planned: the reason': {
      status: { phase: 'Pending', conditions: [notFound] },
      want: 'run-1  Pending  BatchNotFound: Batch b does not exist',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, want }) =>
    expect(progressLine(makeRun(status), terminal())).toBe(want),
  );

  test('a reason longer than a line: cut at the width, or the terminal would wrap it', () => {
    expect(progressLine(makeRun({ conditions: [notFound] }), terminal(30))).toBe('run-1  Pending  BatchNotFound…');
  });
});

describe('taskRows', () => {
  const batch = { variableContexts: [[makeRepository()], []] };
  const ended = {
    index: 0,
    jobName: 'j',
    phase: 'Succeeded',
    reason: 'Completed',
    startTime: '2026-01-01T00:00:00Z',
    completionTime: '2026-01-01T00:00:02Z',
    result: { summary: 'Done.', branch: 'kubetask/b-1' },
  } as const;

  test('an ended task: its result, and how long it took', () => {
    expect(taskRows(makeRun({ tasks: [ended] }), batch, 0)[0]).toEqual({
      index: 0,
      label: 'service-a',
      phase: 'Succeeded',
      note: 'Done.',
      branch: 'kubetask/b-1',
      commit: '',
      duration: 2000,
    });
  });

  test('a task without a repository: called by its number', () => {
    expect(taskRows(makeRun(), batch, 0)[1]?.label).toBe('task 1');
  });
});

test('resultTable: columns as wide as their widest cell', () => {
  const rows = [
    makeRow({ phase: 'Failed', note: 'exit code 3' }),
    makeRow({ index: 1, label: 'a', phase: 'Succeeded', note: 'Done.', branch: 'kubetask/x', commit: '0123456789' }),
  ];
  expect(resultTable(rows, terminal()).map((line) => line.trimEnd())).toEqual([
    'TASK   REPOSITORY   RESULT      TIME   COMMIT    SUMMARY       BRANCH',
    '0      billing      Failed      1s     -         exit code 3   -',
    '1      a            Succeeded   1s     0123456   Done.         kubetask/x',
  ]);
});

describe('cut', () => {
  const cases: Record<string, { text: string; want: string }> = {
    'fits: kept': { text: 'abcde', want: 'abcde' },
    'too long: ends in an ellipsis': { text: 'abcdef', want: 'abcd…' },
    'escape sequences and newlines: made harmless': { text: '\u001b[2J\na', want: ' [2J…' },
    'marks that turn the direction of text: made harmless': { text: 'a\u202eb', want: 'a b' },
    'wide characters: two columns each': { text: '日本語', want: '日本…' },
    'wide characters that fit: kept': { text: '日本x', want: '日本x' },
    'an emoji at the edge: not cut in half': { text: 'abc✅✅', want: 'abc…' },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(cut(text, 5)).toBe(want));
});
