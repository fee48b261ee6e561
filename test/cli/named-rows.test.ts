import { describe, expect, test } from '@jest/globals';
import { namedRows } from '../../cli/run/named-rows.js';
import { taskRows } from '../../cli/run/task-row.js';
import type { BatchRunPlan, PlannedTask } from '../../plan/batch-run/plan.js';
import { makeBatchRun } from './sample.js';

const makePlan = (hash: string, ...names: string[]): BatchRunPlan => ({
  hash,
  reuses: false,
  follows: false,
  configMaps: [],
  tasks: names.map(
    (name, index) => ({ index, identity: () => ({ key: `key-${name}` }), displayName: () => name }) as PlannedTask,
  ),
});

test('a task that recorded both its key and its name keeps them, whatever the plan says', () => {
  const entry = { index: 0, phase: 'Running', jobName: 'j' } as const;
  const run = (identity: object) =>
    taskRows(makeBatchRun({ status: { planHash: 'old', tasks: [{ ...entry, ...identity }] } }));
  const names = (identity: object) =>
    namedRows(run(identity), makePlan('old', 'a'), 'old').rows.map(({ name, key }) => [name, key]);
  expect(names({ key: 'key-x', name: 'x' })).toEqual([['x', 'key-x']]);
  expect(names({ name: 'x' })).toEqual([['a', 'key-a']]);
});

describe('a large run of which two tasks have started', () => {
  const task = { phase: 'Running', jobName: 'j' } as const;
  const tasks = [
    { ...task, index: 1, key: 'key-b', name: 'b' },
    { ...task, index: 2, key: 'key-c' },
  ];
  const run = makeBatchRun({ status: { progress: { total: 3 }, planHash: 'old', tasks } });

  const cases: Record<string, { plan: BatchRunPlan | undefined; want: readonly (readonly [string, string])[] }> = {
    'its Batch is unchanged: every task has its name': {
      plan: makePlan('old', 'a', 'b', 'c'),
      want: [
        ['a', 'key-a'],
        ['b', 'key-b'],
        ['c', 'key-c'],
      ],
    },
    'a task was put before the others: only what is sure': {
      plan: makePlan('new', 'z', 'a', 'b', 'c'),
      want: [
        ['', ''],
        ['b', 'key-b'],
        ['c', 'key-c'],
      ],
    },
    'it cannot be planned any more: what the run recorded': {
      plan: undefined,
      want: [
        ['', ''],
        ['b', 'key-b'],
        ['', 'key-c'],
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { plan, want }) => {
    const { rows, nameless } = namedRows(taskRows(run), plan, 'old');
    expect(rows.map(({ name, key }) => [name, key])).toEqual(want);
    expect(nameless).toBe(want.filter(([name]) => name === '').length);
  });
});
