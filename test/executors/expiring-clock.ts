import { type Clock, systemClock } from '../../packages/work-queue/clock.js';

/** The clock of this machine, but for one timer, which ends when `expire` is called. */
export interface ExpiringClock {
  readonly clock: Clock;
  readonly expire: () => void;
  /** Puts the time forward; no timer ends by that. */
  readonly skip: (seconds: number) => void;
}

/** @param seconds of the timer that waits for `expire` */
export function expiringClock(seconds: number): ExpiringClock {
  let end = () => {};
  let skipped = 0;
  return {
    clock: {
      now: () => systemClock.now() + skipped,
      setTimeout: (callback, milliseconds) => {
        if (milliseconds !== seconds * 1000) return systemClock.setTimeout(callback, milliseconds);
        end = callback;
        return () => {};
      },
    },
    expire: () => end(),
    skip: (more) => {
      skipped += more * 1000;
    },
  };
}
