import { type Clock, systemClock } from '../../packages/work-queue/clock.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
  cancel: () => void;
}

/** Time that passes faster than real time, so that a deadline of half a minute is over in a second. */
export interface FastClock extends Clock {
  /** From now on so many times as fast; timers that run already come sooner, or later. */
  speed(factor: number): void;
  /** Sets the time of day while every wait goes on, as an operator or NTP would. */
  jump(seconds: number): void;
}

/** As fast as goes without the second half of an event coming seconds after the first on a busy machine. */
export const usualFactor = 8;

/** Begins ten seconds ahead of the server's clock, so that no run looks young. */
export function createFastClock(): FastClock {
  const timers = new Set<Timer>();
  let factor = usualFactor;
  let changedAt = systemClock.now();
  let passed = 0;
  let dayOffset = changedAt + 10_000;
  const elapsed = () => passed + (systemClock.now() - changedAt) * factor;
  const arm = (timer: Timer) => {
    const fire = () => {
      timers.delete(timer);
      timer.callback();
    };
    timer.cancel = systemClock.setTimeout(fire, Math.max(0, timer.due - elapsed()) / factor);
  };
  return {
    now: () => dayOffset + elapsed(),
    setTimeout: (callback, milliseconds) => {
      const timer = { due: elapsed() + milliseconds, callback, cancel: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timer.cancel();
        timers.delete(timer);
      };
    },
    speed: (next) => {
      passed = elapsed();
      changedAt = systemClock.now();
      factor = next;
      for (const timer of timers) {
        timer.cancel();
        arm(timer);
      }
    },
    jump: (seconds) => {
      dayOffset += seconds * 1000;
    },
  };
}
