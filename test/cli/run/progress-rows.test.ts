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
  words: 'agent is working',
  detail: '',
  startTime: ago(1),
  ...row,
});

describe('progressLines', () => {
  const five = (['Succeeded', 'Succeeded', 'Failed', 'Running', 'Pending'] as const).map((phase, index) =>
    makeRow({ index, phase, label: `r${index}`, words: phase, detail: index === 2 ? 'exit code 3' : '' }),
  );
  const { startTime: _, ...waiting } = makeRow({ phase: 'Pending', words: 'waiting for a node' });
  const cases: Record<string, { rows: ProgressRow[]; room: number; want: string[] }> = {
    'one row: mark, name, duration, what it does': {
      rows: [makeRow()],
      room: 9,
      want: ['  ▸ billing     1s  agent is working'],
    },
    'not yet started: no duration': {
      rows: [waiting],
      room: 9,
      want: ['  · billing         waiting for a node'],
    },
    'ended: how long it took': {
      rows: [makeRow({ phase: 'Succeeded', words: 'Succeeded', startTime: ago(500), completionTime: ago(300) })],
      room: 9,
      want: ['  ✓ billing  3m20s  Succeeded'],
    },
    'what is shown beside it: aligned': {
      rows: [makeRow({ detail: 'reading server.js' }), makeRow({ words: 'cloning', detail: 'main' })],
      room: 9,
      want: ['  ▸ billing     1s  agent is working  reading server.js', '  ▸ billing     1s  cloning           main'],
    },
    'too little room: running and failed rows first, in order, and a count of the rest': {
      rows: five,
      room: 4,
      want: [
        '  ✗ r2       1s  Failed     exit code 3',
        '  ▸ r3       1s  Running',
        '  · r4       1s  Pending',
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

  const wide = { label: 'a'.repeat(90), words: 'rate limited, next try in about 40s', detail: 'x'.repeat(300) };
  test.each([40, 80, 100, 120, 200])('a long name, long words and a long detail: cut at %i columns', (columns) => {
    const [line] = progressLines([makeRow(wide)], makeTerminal(columns), 9, now);
    expect(line?.length).toBeLessThanOrEqual(columns);
    expect(line).toMatch(/^ {2}▸ a+…? {5}1s {2}/);
  });
  test.each([80, 200])('a short name and a long detail: all %i columns', (columns) => {
    const [line] = progressLines([makeRow({ detail: 'x'.repeat(300) })], makeTerminal(columns), 9, now);
    expect(line).toHaveLength(columns);
  });
});

describe('rows of a run whose Batch is known', () => {
  const batch = { variableContexts: [[makeRepository()], []] };
  const labelsOf = (status: BatchRun['status']) =>
    rowsOf({ run: makeBatchRun(status ? { status } : {}), batch })
      .map((row) => progressRow(row, now))
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
    expect(row && progressRow(row, now)).toMatchObject({ label: 'task-0', phase: 'Running' });
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
