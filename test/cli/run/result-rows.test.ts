import { describe, expect, test } from '@jest/globals';
import type { TaskResult } from '../../../api/generated/kinds.js';
import { table } from '../../../cli/output/table.js';
import { resultColumns, resultOfTaskRun, wideResultColumns } from '../../../cli/run/result-rows.js';
import type { TaskRow } from '../../../cli/run/task-row.js';
import { ago, makeTaskRun, makeTerminal, now } from '../sample.js';

const makeRow = (row: Partial<TaskRow> = {}): TaskRow => ({
  index: 0,
  name: '',
  key: '',
  phase: 'Failed',
  reason: '',
  note: '',
  message: '',
  jobName: 'j',
  result: {},
  ...row,
});

describe('the MESSAGE of a task', () => {
  const noteOf = resultColumns(now).find(({ title }) => title === 'MESSAGE')?.text;
  const cases: Record<string, { row: Partial<TaskRow>; want: string }> = {
    'its note': { row: { note: 'exit code 3', reason: 'AgentFailed' }, want: 'exit code 3' },
    'without a note: its reason': { row: { reason: 'AgentFailed' }, want: 'AgentFailed' },
    'a note that repeats the phase: its reason': {
      row: { phase: 'Failed', note: 'Failed', reason: 'AgentFailed' },
      want: 'AgentFailed',
    },
    'neither note nor reason: empty': { row: {}, want: '' },
    'a reason that repeats the phase: empty': { row: { phase: 'Cancelled', reason: 'Cancelled' }, want: '' },
    'it ended as it should: empty': { row: { phase: 'Succeeded', reason: 'Completed' }, want: '' },
  };
  test.each(Object.entries(cases))('%s', (_, { row, want }) => expect(noteOf?.(makeRow(row))).toBe(want));
});

test('the commit has seven digits, and the phase its colour', () => {
  const coloured = { ...makeTerminal(300), paint: (style: string, text: string) => `<${style}>${text}</${style}>` };
  const rows = [makeRow({ phase: 'Succeeded', result: { commit: '0123456789abcdef' } }), makeRow({ index: 1 })];
  expect(table(resultColumns(now), rows, coloured)).toEqual([
    'TASK   PHASE       DURATION   COMMIT',
    '   0   <green>Succeeded</green>   -          0123456',
    '   1   <red>Failed   </red>   -          -',
  ]);
});

describe('the note of a TaskRun', () => {
  const message = 'step a has exited; result.json: left out pr';
  const of = (phase: 'Succeeded' | 'Failed', result: TaskResult) =>
    resultOfTaskRun(
      makeTaskRun({
        status: {
          phase,
          result,
          conditions: [{ type: 'Ready', status: 'True', reason: 'Completed', message, lastTransitionTime: ago(1) }],
        },
      }),
    ).note;

  test('succeeded: the summary, and what of the result was not kept', () => {
    expect(of('Succeeded', { summary: 'done' })).toBe('done; result.json: left out pr');
    expect(of('Succeeded', {})).toBe('result.json: left out pr');
  });
  test('failed: the whole message', () => expect(of('Failed', { summary: 'done' })).toBe(message));
});

test('a TaskRun that has not started: neither start nor end', () => {
  expect(resultOfTaskRun(makeTaskRun())).toStrictEqual(makeRow({ phase: 'Pending', jobName: '' }));
});

test('wide: what the wrapper measured, and no column that no task fills', () => {
  const tokens = { input: 15000, output: 400, cached: 12000, total: 15400 };
  const rows = [
    makeRow({ phase: 'Succeeded', result: { tokens, turns: 7, model: 'gemini-2.5-pro' } }),
    makeRow({ index: 1, result: { tokens: { total: 5 }, retryAfter: 120 } }),
  ];
  expect(table(wideResultColumns(now), rows, makeTerminal(300))).toEqual([
    'TASK   PHASE       DURATION   TOKENS   INPUT   OUTPUT   CACHED   TURNS   MODEL            RETRY AFTER',
    '   0   Succeeded   -           15400   15000      400    12000       7   gemini-2.5-pro             -',
    '   1   Failed      -               5       -        -        -       -   -                       120s',
  ]);
  expect(table(wideResultColumns(now), [makeRow()], makeTerminal(300))[0]).toBe('TASK   PHASE    DURATION');
});
