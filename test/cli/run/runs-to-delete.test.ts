import { describe, expect, test } from '@jest/globals';
import type { RunRow } from '../../../cli/run/run-row.js';
import { type Retention, runsToDelete } from '../../../cli/run/runs-to-delete.js';
import { ago, makeRow, now } from '../sample.js';

const day = 86_400;
const ended = (name: string, days: number, row: Partial<RunRow> = {}): RunRow =>
  makeRow({ name, phase: 'Succeeded', isFinished: true, completionTime: ago(days * day), template: 'task/a', ...row });

describe('runsToDelete', () => {
  const rows = [ended('r1', 1), ended('r10', 10), ended('r5', 5)];
  const cases: Record<string, { rows?: RunRow[]; retention: Retention; want: string[] }> = {
    'keep one: the others, oldest first': { retention: { keep: 1 }, want: ['r10', 'r5'] },
    'keep more than there are: none': { retention: { keep: 9 }, want: [] },
    'older than a week': { retention: { olderSeconds: 7 * day }, want: ['r10'] },
    'exactly as old as asked: deleted': { retention: { olderSeconds: 10 * day }, want: ['r10'] },
    'both: only runs that are old enough and not kept': {
      retention: { keep: 2, olderSeconds: 2 * day },
      want: ['r10'],
    },
    'an unfinished run: never': {
      rows: [...rows, makeRow({ name: 'live', created: ago(99 * day), template: 'task/a' })],
      retention: { keep: 0 },
      want: ['r10', 'r5', 'r1'],
    },
    'each template keeps its own': {
      rows: [ended('a1', 1), ended('a2', 2), ended('b1', 3, { template: 'task/b' })],
      retention: { keep: 1 },
      want: ['a2'],
    },
    'each namespace keeps its own': {
      rows: [ended('a1', 1), ended('a2', 2, { namespace: 'other' })],
      retention: { keep: 1 },
      want: [],
    },
    'only some phases; the others count as kept': {
      rows: [ended('f', 1, { phase: 'Failed' }), ended('s1', 2), ended('s2', 3)],
      retention: { keep: 1, phases: ['Succeeded'] },
      want: ['s2', 's1'],
    },
    'no end time: its start time counts': {
      rows: [makeRow({ name: 'x', phase: 'Failed', isFinished: true, created: ago(9 * day) })],
      retention: { olderSeconds: 7 * day },
      want: ['x'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { rows: given = rows, retention, want }) => {
    expect(runsToDelete(given, retention, now).map(({ name }) => name)).toEqual(want);
  });
});
