import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { rowsOf } from '../../../cli/local/follow/followed-run.js';
import { cut } from '../../../cli/output/printable.js';
import { type ProgressRow, progressLines, progressRow } from '../../../cli/run/progress-rows.js';
import { taskRows } from '../../../cli/run/task-row.js';
import { makeRepository } from '../../plan/sample.js';
import { ago, makeBatchRun, makeTerminal, now } from '../sample.js';

const makeRow = (row: Partial<ProgressRow> = {}): ProgressRow => ({
  index: 0,
  label: 'billing',
  phase: 'Running',
  note: '',
  startTime: ago(1),
  ...row,
});

describe('progressLines', () => {
  const five = (['Succeeded', 'Succeeded', 'Failed', 'Running', 'Pending'] as const).map((phase, index) =>
    makeRow({ index, phase, label: `r${index}`, note: index === 2 ? 'exit code 3' : '' }),
  );
  const { startTime: _, ...waiting } = makeRow({ phase: 'Pending', note: 'Unschedulable' });
  const cases: Record<string, { rows: ProgressRow[]; room: number; want: string[] }> = {
    'one row: mark, name, phase, duration': { rows: [makeRow()], room: 9, want: ['  ▸ billing  Running        1s'] },
    'not yet started: no duration': {
      rows: [waiting],
      room: 9,
      want: ['  · billing  Pending            Unschedulable'],
    },
    'ended: how long it took': {
      rows: [makeRow({ phase: 'Succeeded', startTime: ago(500), completionTime: ago(300) })],
      room: 9,
      want: ['  ✓ billing  Succeeded   3m20s'],
    },
    'another word for the phase': {
      rows: [makeRow({ phase: 'Succeeded', word: 'Ready' })],
      room: 9,
      want: ['  ✓ billing  Ready          1s'],
    },
    'too little room: running and failed rows first, in order, and a count of the rest': {
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
    expect(progressLines(rows, makeTerminal(), room, now)).toEqual(want);
  });

  test('as many rows as there is room for: all, and no count', () => {
    expect(progressLines(five, makeTerminal(), 5, now).map((line) => line.slice(4, 6))).toEqual([
      'r0',
      'r1',
      'r2',
      'r3',
      'r4',
    ]);
  });

  test('the count of the rest is dim', () => {
    const dimmed = { ...makeTerminal(), paint: (style: string, text: string) => `<${style}>${text}</${style}>` };
    expect(progressLines(five, dimmed, 2, now).at(-1)).toBe('<dim>  … and 4 more</dim>');
  });

  test('no room at all: only the count', () => {
    expect(progressLines(five, makeTerminal(), 0, now)).toEqual(['  … and 5 more']);
  });

  test('a long note: cut at the width', () => {
    const [line] = progressLines([makeRow({ note: 'x'.repeat(200) })], makeTerminal(40), 9, now);
    expect(line).toHaveLength(40);
  });
});

describe('rows of a run whose Batch is known', () => {
  const batch = { variableContexts: [[makeRepository()], []] };
  const labelsOf = (status: BatchRun['status']) =>
    rowsOf({ run: makeBatchRun(status ? { status } : {}), batch })
      .map(progressRow)
      .map(({ label, phase }) => [label, phase]);
  const ended = { index: 0, name: 'its-own-name', jobName: 'j', phase: 'Succeeded' } as const;

  test('before it is planned: every task by its future name', () => {
    expect(labelsOf(undefined)).toEqual([
      ['myorg/service-a', 'Pending'],
      ['task-1', 'Pending'],
    ]);
  });
  test('a task without a name is shown by its index', () => {
    const [row] = taskRows(makeBatchRun({ status: { tasks: [{ index: 0, jobName: 'j', phase: 'Running' }] } }));
    expect(row && progressRow(row)).toMatchObject({ label: 'task-0', phase: 'Running' });
  });
  test('the name in the status wins', () => {
    expect(labelsOf({ tasks: [ended] })[0]).toEqual(['its-own-name', 'Succeeded']);
  });
  test('a large run without an entry for a success: Succeeded', () => {
    expect(labelsOf({ completedIndexes: '1', tasks: [] })[1]).toEqual(['task-1', 'Succeeded']);
  });
});

describe('cut', () => {
  const cases: Record<string, { text: string; want: string }> = {
    'fits: kept': { text: 'abcde', want: 'abcde' },
    'too long: ends in an ellipsis': { text: 'abcdef', want: 'abcd…' },
    'escape sequences and newlines: replaced': { text: '\u001b[2J\na', want: ' [2J…' },
    'bidirectional control characters: replaced': { text: 'a\u202eb', want: 'a b' },
    'wide characters: two columns each': { text: '日本語', want: '日本…' },
    'wide characters that fit: kept': { text: '日本x', want: '日本x' },
    'an emoji at the edge: not cut in half': { text: 'abc✅✅', want: 'abc…' },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(cut(text, 5)).toBe(want));
});
