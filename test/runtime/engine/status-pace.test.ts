import { expect, test } from '@jest/globals';
import { StatusPace } from '../../../runtime/engine/reconcile/status-pace.js';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';

test('never written: now; written: when the time is over; another key: now', async () => {
  const clock = new FakeClock();
  const pace = new StatusPace(1, clock);
  expect(pace.secondsLeft('a/x')).toBe(0);
  pace.noteWrite('a/x');
  await clock.advance(0.25);
  expect([pace.secondsLeft('a/x'), pace.secondsLeft('a/y')]).toEqual([0.75, 0]);
  pace.noteWrite('a/y');
  await clock.advance(0.75);
  expect([pace.secondsLeft('a/x'), pace.secondsLeft('a/y')]).toEqual([0, 0.25]);
});

test('a clock that is set back: holds up nothing', async () => {
  let now = 100_000;
  const pace = new StatusPace(1, { now: () => now, setTimeout: () => () => undefined });
  pace.noteWrite('a/x');
  now -= 60_000;
  expect(pace.secondsLeft('a/x')).toBe(0);
});
