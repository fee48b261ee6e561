import { type Clock, longTimeout } from '../../work-queue/clock.js';

/** The system's clock, for what may wait as long as it likes: its timers keep no process alive. */
export const backgroundClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => longTimeout(callback, milliseconds, (timer) => timer.unref()),
};
