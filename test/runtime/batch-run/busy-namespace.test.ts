import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BusyNamespace, type BusyOptions } from './busy-namespace.js';

/** One thing that may happen. */
type Step = (namespace: BusyNamespace) => void;

const run = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: run.map(
      (i): Step =>
        (busy) =>
          busy.pass(i),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(40), fc.boolean()).map(
      ([n, ok]): Step =>
        (busy) =>
          busy.advance(n, ok),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((busy) => busy.deliver()) },
  {
    weight: 1,
    arbitrary: fc.tuple(run, fc.boolean()).map(
      ([i, suspend]): Step =>
        (busy) =>
          busy.wish(i, { suspend }),
    ),
  },
);

const options: fc.Arbitrary<BusyOptions> = fc.record({
  limit: fc.integer({ min: 1, max: 6 }),
  runs: fc.array(
    fc.record({ jobs: fc.constantFrom('runtime' as const, 'synthesized' as const), maxConcurrency: fc.nat(3) }),
    { minLength: 3, maxLength: 3 },
  ),
});

/** Every run continues, nothing is late any more. */
function finish(busy: BusyNamespace): void {
  for (const i of busy.runs.keys()) busy.wish(i, { suspend: false });
  const isOver = () => busy.runs.every(({ status }) => status?.completionTime !== undefined);
  for (let round = 0; round < 100 && !isOver(); round += 1) {
    busy.deliver();
    for (const i of busy.runs.keys()) busy.pass(i);
    for (let n = 0; n < 15; n += 1) busy.advance(n, true);
  }
}

test('whatever happens in whatever order: never more Pods than allowed, and every task ends', () => {
  fc.assert(
    fc.property(options, fc.array(step, { maxLength: 120 }), (given, steps) => {
      const busy = new BusyNamespace(given);
      for (const happen of steps) happen(busy);
      finish(busy);
      expect(busy.peak).toBeLessThanOrEqual(given.limit);
      for (const [i, { maxConcurrency }] of given.runs.entries())
        expect(busy.peaks[i]).toBeLessThanOrEqual(maxConcurrency === 0 ? 5 : maxConcurrency);
      expect(busy.runs.map(({ status }) => status?.completionTime !== undefined)).toEqual([true, true, true]);
      expect(busy.runs.map(({ status }) => status?.progress?.total)).toEqual([5, 5, 5]);
    }),
    { numRuns: 60 },
  );
});

test('twenty runs applied together, of which the first is looked at before the others: no more than its part', () => {
  const runs = Array(20).fill({ jobs: 'runtime', maxConcurrency: 0 });
  const busy = new BusyNamespace({ limit: 5, runs, secondsAgo: 3 });
  for (const _ of [1, 2, 3]) busy.pass(0);
  expect(busy.peaks[0]).toBe(1);
  for (const _ of [1, 2, 3]) for (const i of busy.runs.keys()) busy.pass(i);
  expect([Math.max(...busy.peaks), busy.peak]).toEqual([1, 5]);
});

test('others were applied and nobody has looked at them for long: they get nothing kept', () => {
  const runs = Array(20).fill({ jobs: 'runtime', maxConcurrency: 0 });
  const busy = new BusyNamespace({ limit: 5, runs, secondsAgo: 20 });
  for (const _ of [1, 2, 3]) busy.pass(0);
  expect(busy.peaks[0]).toBe(5);
});

test('three runs that want all: each gets its part', () => {
  const busy = new BusyNamespace({ limit: 3, runs: Array(3).fill({ jobs: 'runtime', maxConcurrency: 0 }) });
  for (const _ of [1, 2, 3]) for (const i of busy.runs.keys()) busy.pass(i);
  expect(busy.peaks).toEqual([1, 1, 1]);
});
