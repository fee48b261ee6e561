import { describe, expect, test } from '@jest/globals';
import type { ContextAnswer } from '../../../cli/fleet-results/answer-of-context.js';
import { type FleetRows, fleetRows } from '../../../cli/fleet-results/fleet-rows.js';
import type { TaskRow } from '../../../cli/run/task-row.js';
import type { FleetIndex } from '../../../plan/fleet/fleet-index.js';

const index: FleetIndex = {
  fleet: 'go',
  namespace: 'agents',
  clusters: [
    { name: 'eu', weight: 1, runs: ['go-eu-1'] },
    { name: 'us', weight: 1, runs: ['go-us-1'] },
  ],
  repositories: [
    { url: 'https://x/a', cluster: 'eu', batch: 'go-eu', run: 'go-eu-1', task: 'a' },
    { url: 'https://x/b', cluster: 'us', batch: 'go-us', run: 'go-us-1', task: 'b' },
  ],
};
const task = (name: string, rest: Partial<TaskRow> = {}): TaskRow => ({
  ...{ index: 0, name, key: 'k', phase: 'Succeeded', reason: '', note: '', message: '', jobName: 'j', result: {} },
  ...rest,
});
const answer = (context: string, runs: Record<string, TaskRow[]> = {}, problem?: string): ContextAnswer => ({
  context,
  runs: new Map(Object.entries(runs)),
  isPartial: false,
  ...(problem === undefined ? {} : { problem }),
});
const shown = ({ rows, ...counts }: FleetRows) => ({
  rows: rows.map(({ cluster, name, phase, remark }) => [cluster, name, phase, remark].filter(Boolean).join(' ')),
  counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
});

describe('the tasks of a fleet', () => {
  const eu = answer('eu', { 'go-eu-1': [task('a')] });
  const cases: Record<string, { answers: ContextAnswer[]; want: ReturnType<typeof shown> }> = {
    'each in its cluster': {
      answers: [eu, answer('us', { 'go-us-1': [task('b', { phase: 'Failed' })] })],
      want: { rows: ['eu a Succeeded', 'us b Failed'], counts: {} },
    },
    'a context of another name: that name': {
      answers: [answer('prod-eu', { 'go-eu-1': [task('a')] }), answer('prod-us', { 'go-us-1': [task('b')] })],
      want: { rows: ['prod-eu a Succeeded', 'prod-us b Succeeded'], counts: {} },
    },
    'a run that no cluster has: missing': {
      answers: [eu, answer('us')],
      want: { rows: ['eu a Succeeded', 'us b Missing no cluster has go-us-1'], counts: { missing: 1 } },
    },
    'a run without the task: missing, even if another cluster cannot be read': {
      answers: [answer('eu', {}, 'down'), answer('us', { 'go-eu-1': [task('a')], 'go-us-1': [] })],
      want: { rows: ['us a Succeeded', 'us b Missing go-us-1 has no such task'], counts: { missing: 1 } },
    },
    'a cluster that cannot be read: unknown, not missing': {
      answers: [eu, answer('us', {}, 'down')],
      want: { rows: ['eu a Succeeded', 'us b Unknown unreachable: us'], counts: { unknown: 1 } },
    },
    'one repository in two clusters: a row for each': {
      answers: [eu, answer('us', { 'go-eu-1': [task('a')], 'go-us-1': [task('b')] })],
      want: {
        rows: [
          'eu a Succeeded duplicate: also go-eu-1 in us',
          'us a Succeeded duplicate: also go-eu-1 in eu',
          'us b Succeeded',
        ],
        counts: { duplicate: 1 },
      },
    },
    'a task of no repository of the fleet: counted': {
      answers: [eu, answer('us', { 'go-us-1': [task('b'), task('old')] })],
      want: { rows: ['eu a Succeeded', 'us b Succeeded'], counts: { foreign: 1 } },
    },
    'a context that is not asked: its run is in no cluster': {
      answers: [eu],
      want: { rows: ['eu a Succeeded', 'us b Missing no cluster has go-us-1'], counts: { missing: 1 } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { answers, want }) => {
    expect(shown(fleetRows(index, answers))).toEqual(want);
  });

  test('a fleet without a run: missing', () => {
    const repositories = index.repositories.map(({ run: _, ...one }) => one);
    const { rows } = shown(fleetRows({ ...index, repositories }, [answer('eu')]));
    expect(rows).toEqual(['eu a Missing the fleet has no run', 'us b Missing the fleet has no run']);
  });
});
