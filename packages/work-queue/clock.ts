/** Stops a timer; calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** The only source of time in the engine, so that a test can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once, never before this call returned. */
  setTimeout(callback: () => void, milliseconds: number): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `seconds`, or at once when `signal` aborts; never rejects: the caller looks at the signal. */
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
