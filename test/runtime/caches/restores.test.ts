import { describe, expect, test } from '@jest/globals';
import { Restores } from '../../../runtime/caches/restores.js';
import { now } from '../batch-run/world.js';

const second = 1000;

describe('reported', () => {
  const cases: Record<string, { at: readonly number[]; want: number }> = {
    'once: reported once': { at: [0], want: 1 },
    'again while everything is listed again: reported once': { at: [0, 0, 29], want: 1 },
    'again later: reported again': { at: [0, 30], want: 2 },
    'again, and the time of day was set back by an hour: reported again': { at: [0, -3600], want: 2 },
  };
  test.each(Object.entries(cases))('%s', (_situation, { at, want }) => {
    let time = now;
    const calls: number[] = [];
    const restores = new Restores({ now: () => time });
    restores.listen(() => calls.push(time));
    for (const seconds of at) {
      time = now + seconds * second;
      restores.report();
    }
    expect(calls).toHaveLength(want);
  });
});

describe('ruled out', () => {
  const cases: Record<string, { ruledOutAt: readonly number[]; want: boolean }> = {
    'never: nothing could prove it': { ruledOutAt: [], want: true },
    'before: not since': { ruledOutAt: [-2], want: false },
    'in the same moment: not since': { ruledOutAt: [0], want: false },
    'later: since': { ruledOutAt: [-2, 2], want: true },
    'an hour before, so the time of day was set back: since': { ruledOutAt: [-3600], want: true },
  };
  test.each(Object.entries(cases))('%s', (_situation, { ruledOutAt, want }) => {
    const restores = new Restores();
    for (const seconds of ruledOutAt) restores.ruleOut(now + seconds * second);
    expect(restores.isRuledOutSince(now)).toBe(want);
  });
});
