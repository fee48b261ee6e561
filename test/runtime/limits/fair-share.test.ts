import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Claimant, fairShare } from '../../../runtime/limits/fair-share.js';

describe('free slots', () => {
  const cases: Record<string, { free: number; claimants: [active: number, waiting: number][]; want: number[] }> = {
    'none: nobody gets one': { free: 0, claimants: [[0, 3]], want: [0] },
    'one run alone: all of them': { free: 3, claimants: [[0, 5]], want: [3] },
    'more than anybody waits for: as many as they wait for': {
      free: 9,
      claimants: [
        [0, 1],
        [0, 2],
      ],
      want: [1, 2],
    },
    'two runs with nothing: half each, the odd one to the first': {
      free: 3,
      claimants: [
        [0, 5],
        [0, 5],
      ],
      want: [2, 1],
    },
    'one run has many already: the other catches up first': {
      free: 3,
      claimants: [
        [4, 5],
        [1, 5],
      ],
      want: [0, 3],
    },
    'one run waits for nothing: the other gets its part': {
      free: 4,
      claimants: [
        [0, 0],
        [0, 9],
      ],
      want: [0, 4],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { free, claimants, want }) => {
    const share = fairShare(
      free,
      claimants.map(([active, waiting], i) => ({ run: `${i}`, since: `${i}`, active, waiting })),
    );
    expect(claimants.map((__, i) => share.get(`${i}`) ?? 0)).toEqual(want);
  });
});

const claimants = fc
  .array(fc.record({ active: fc.nat(8), waiting: fc.nat(8) }), { maxLength: 6 })
  .map((all) => all.map((each, i): Claimant => ({ run: `${i}`, since: `${i}`, ...each })));

test('any claims: never more than are free or waited for, none left while somebody waits, and fair', () => {
  fc.assert(
    fc.property(fc.nat(20), claimants, (free, all) => {
      const share = fairShare(free, all);
      const got = ({ run }: Claimant) => share.get(run) ?? 0;
      const sum = all.reduce((total, each) => total + got(each), 0);
      const wanted = all.reduce((total, { waiting }) => total + waiting, 0);
      expect(sum).toBe(Math.min(free, wanted));
      expect(all.every((each) => got(each) <= each.waiting)).toBe(true);
      // Nobody who got one has more than one slot more than somebody who still waits.
      const lucky = all.filter((each) => got(each) > 0).map((each) => each.active + got(each));
      const poor = all.filter((each) => got(each) < each.waiting).map((each) => each.active + got(each));
      expect(Math.max(0, ...lucky) - Math.min(Number.MAX_SAFE_INTEGER, ...poor)).toBeLessThanOrEqual(1);
    }),
  );
});
