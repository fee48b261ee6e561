import { expect, test } from '@jest/globals';
import { TokenBucket } from '../../../packages/kubernetes-client/transport/token-bucket.js';
import { FakeClock } from '../fake-clock.js';

/** Waits of so many requests at once. */
const waits = (bucket: TokenBucket, count: number) => Array.from({ length: count }, () => bucket.take());

test('at first as many at once as the burst, then one after the other', () => {
  expect(waits(new TokenBucket(2, 3, new FakeClock()), 6)).toEqual([0, 0, 0, 0.5, 1, 1.5]);
});

test('tokens come back with time, and never more than the burst', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(2, 3, clock);
  waits(bucket, 3);
  await clock.advance(1);
  expect(waits(bucket, 3)).toEqual([0, 0, 0.5]);
  await clock.advance(100);
  expect(waits(bucket, 4)).toEqual([0, 0, 0, 0.5]);
});

test('the time of day is set back: no token is lost', () => {
  let now = 100_000;
  const bucket = new TokenBucket(1, 2, { ...new FakeClock(), now: () => now } as never);
  waits(bucket, 1);
  now -= 50_000;
  expect(waits(bucket, 2)).toEqual([0, 1]);
  now += 1_000;
  expect(waits(bucket, 1)).toEqual([1]);
});
