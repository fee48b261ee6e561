import { type Clock, systemClock } from '../../packages/work-queue/clock.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
  cancel: () => void;
}

/** Time passes faster than real time: a deadline of 30 seconds expires in one. */
export interface FastClock extends Clock {
  /** Changes the speed; timers that are already running fire sooner or later accordingly. */
  speed(factor: number): void;
  /** Changes the time of day, as an operator or NTP would; waits continue. */
  jump(seconds: number): void;
}

/** As fast as possible without splitting one event over several seconds on a busy machine. */
export const usualFactor = 8;

/** Starts ten seconds ahead of the server's clock, so that no run looks new. */
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
