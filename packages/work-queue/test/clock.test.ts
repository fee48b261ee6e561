import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { systemClock } from '../clock.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const days = 24 * 60 * 60 * 1000;

test.each([
  ['a second', 1000],
  ['30 days, for which Node has no timer', 30 * days],
  ['a hundred years', 36_500 * days],
])('%s: fires then, and not earlier', (_, milliseconds) => {
  let fired = 0;
  systemClock.setTimeout(() => fired++, milliseconds);
  jest.advanceTimersByTime(milliseconds - 1);
  expect(fired).toBe(0);
  jest.advanceTimersByTime(1);
  expect(fired).toBe(1);
});

test('cancelled in its second month: does not fire', () => {
  let fired = 0;
  const cancel = systemClock.setTimeout(() => fired++, 60 * days);
  jest.advanceTimersByTime(40 * days);
  cancel();
  jest.advanceTimersByTime(40 * days);
  expect({ fired, timers: jest.getTimerCount() }).toEqual({ fired: 0, timers: 0 });
});
