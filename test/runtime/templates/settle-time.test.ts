import { expect, test } from '@jest/globals';
import { settleSecondsLeft } from '../../../runtime/templates/settle-time.js';

const created = '2026-01-02T03:04:05Z';
const cases: Record<string, { age: number; want: number }> = {
  'just created: two seconds': { age: 0, want: 2 },
  'halfway: the rest': { age: 1.25, want: 0.75 },
  'old enough: nothing': { age: 2, want: 0 },
  'our clock a second behind: until it is two seconds past': { age: -1, want: 3 },
  'our clock far behind: nothing, so that no run waits forever': { age: -2, want: 0 },
};

test.each(Object.entries(cases))('%s', (_, { age, want }) => {
  const run = { metadata: { name: 'run', creationTimestamp: created } };
  expect(settleSecondsLeft(run, Date.parse(created) + age * 1000)).toBeCloseTo(want);
});
