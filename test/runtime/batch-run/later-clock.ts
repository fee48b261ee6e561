import { type Clock, systemClock } from '../../../packages/work-queue/clock.js';

/** Below every limit at which a run, a Pod or a reference counts as late. */
const maxLead = 120_000;

/**
 * Ahead of the server, at first by ten seconds, so that no run looks young and no test waits for what it might be made of. Waits
 * are cut to a tenth, and a short one takes the time along: code that waits for a time finds that it has come. So the clock
 * gains on the server only by waits; that a machine is busy makes no run look old.
 */
export function createLaterClock(): Clock {
  let lead = 10_000;
  const now = () => systemClock.now() + lead;
  return {
    now,
    setTimeout: (callback, milliseconds) => {
      const due = now() + milliseconds;
      const fire = () => {
        if (milliseconds <= 10_000) lead = Math.min(maxLead, Math.max(lead, due - systemClock.now()));
        callback();
      };
      return systemClock.setTimeout(fire, milliseconds / 10);
    },
  };
}
