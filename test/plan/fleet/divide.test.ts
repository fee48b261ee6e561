import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { divide } from '../../../plan/fleet/divide.js';

describe('a limit divided by weights', () => {
  const cases: Record<string, { total: number; weights: number[]; want: number[] }> = {
    'equal weights: equal parts': { total: 30, weights: [1, 1, 1], want: [10, 10, 10] },
    'a rest: to the first': { total: 10, weights: [1, 1, 1], want: [4, 3, 3] },
    'weights: in proportion': { total: 10, weights: [2, 1, 1], want: [5, 3, 2] },
    'the largest rest first': { total: 10, weights: [1, 3], want: [3, 7] },
    'less than there are parts: some get nothing': { total: 2, weights: [1, 1, 1], want: [1, 1, 0] },
    'fractions as weights': { total: 4, weights: [0.5, 0.5], want: [2, 2] },
  };
  test.each(Object.entries(cases))('%s', (_, { total, weights, want }) => {
    expect(divide(total, weights)).toEqual(want);
  });

  test('any numbers: the parts add up, and none is further than 1 from its share', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), weights, (total, all) => {
        const sum = all.reduce((a, b) => a + b, 0);
        const parts = divide(total, all);
        const distances = parts.map((part, i) => Math.abs(part - (total * (all[i] ?? 0)) / sum));
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        expect(Math.max(...distances)).toBeLessThan(1.0001);
      }),
    );
  });
});
