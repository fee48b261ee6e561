import type { Cancel, Clock } from '../packages/work-queue/clock.js';
import type { Executable, Streams } from './executor.js';

/** What ends a task before it ends by itself. */
export interface Limits {
  readonly isTimedOut: () => boolean;
  readonly stop: () => void;
}

/** Calls `end` when the time of a task is over, or its signal aborts. */
export function watchLimits(
  { timeoutSeconds }: Executable,
  { signal }: Streams,
  clock: Clock,
  end: () => void,
): Limits {
  let timedOut = false;
  const cancel: Cancel | undefined =
    timeoutSeconds === undefined
      ? undefined
      : clock.setTimeout(() => {
          timedOut = true;
          end();
        }, timeoutSeconds * 1000);
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end);
  return {
    isTimedOut: () => timedOut,
    stop: () => {
      cancel?.();
      signal?.removeEventListener('abort', end);
    },
  };
}
