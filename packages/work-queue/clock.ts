/** Stops a timer; calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** The only source of time, so that a test can control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once, never before this call has returned. */
  setTimeout(callback: () => void, milliseconds: number): Cancel;
}

/** Some 25 days. Node lets a longer timer fire at once. */
const longestTimer = 2 ** 31 - 1;

/** As `setTimeout`, for any time. @param made called with each timer, which may be several one after the other */
export function longTimeout(
  callback: () => void,
  milliseconds: number,
  made: (timer: NodeJS.Timeout) => void = () => undefined,
): Cancel {
  let timer: NodeJS.Timeout;
  const start = (left: number) => {
    const next = left > longestTimer ? () => start(left - longestTimer) : callback;
    timer = setTimeout(next, Math.min(left, longestTimer));
    made(timer);
  };
  start(milliseconds);
  return () => clearTimeout(timer);
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => longTimeout(callback, milliseconds),
};

/** Resolves after `seconds`, or immediately when `signal` aborts. Never rejects: the caller checks the signal. */
export function wait(clock: Clock, seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.setTimeout(finish, seconds * 1000);
    signal?.addEventListener('abort', finish);
  });
}
