import { describe, expect, test } from '@jest/globals';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { nameProblems, taskJobName } from '../../plan/naming.js';

const long = 'update-dependencies-of-all-services-in-the-payments-department-q4';

describe('fitName', () => {
  const cases: Record<string, { name: string; want: string }> = {
    'a short name: kept': { name: 'update-001', want: 'update-001' },
    '63 characters: kept': { name: 'a'.repeat(63), want: 'a'.repeat(63) },
    '64 characters: cut, ends in a hash': { name: 'a'.repeat(64), want: `${'a'.repeat(54)}-ffe054fe` },
    'the cut falls behind a dash: no double dash': {
      name: `${'a'.repeat(53)}-${'b'.repeat(20)}`,
      want: `${'a'.repeat(53)}-af3ec493`,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { name, want }) => {
    expect(fitName(name)).toBe(want);
    expect(want.length).toBeLessThanOrEqual(63);
  });
});

describe('taskJobName', () => {
  test("the seed's name: <run>-task-<i>", () =>
    expect(taskJobName('update-deps-001', 0)).toBe('update-deps-001-task-0'));

  test('10,000 tasks of a 70-character run: all names differ and fit', () => {
    const names = new Set(Array.from({ length: 10_000 }, (_, i) => taskJobName(`${long}-run-1`, i)));
    expect(names.size).toBe(10_000);
    expect(Math.max(...[...names].map((name) => name.length))).toBe(63);
  });
});

describe('nameProblems', () => {
  const cases: Record<string, { name: string; want: number }> = {
    'a name with dots: valid': { name: 'update.v1', want: 0 },
    'a 70-character name: valid': { name: long.padEnd(70, 'x'), want: 0 },
    'upper case: invalid': { name: 'Update', want: 1 },
    'empty: invalid': { name: '', want: 1 },
    'over 253 characters: invalid': { name: 'a'.repeat(254), want: 1 },
  };
  test.each(Object.entries(cases))('%s', (_, { name, want }) =>
    expect(nameProblems('metadata.name', name)).toHaveLength(want),
  );
});
