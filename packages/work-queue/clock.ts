/** Stops a timer; calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** The only source of time, so that a test can control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once, never before this call has returned. */
  setTimeout(callback: () => void, milliseconds: number): Cancel;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
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
