import type { Clock } from '../../work-queue/clock.js';
import type { Credentials } from './connection.js';

const rereadMilliseconds = 10_000;

/**
 * Makes a slow `read` cheap to call per request: its answer is kept for 10 s, and callers that come while it reads share
 * that one reading. A failed reading is not kept.
 */
export function rereadAtMostEvery10s(read: (refresh: boolean) => Promise<Credentials>, clock: Clock) {
  let latest: { readonly at: number; readonly credentials: Promise<Credentials> } | undefined;
  return ({ refresh = false }: { readonly refresh?: boolean } = {}): Promise<Credentials> => {
    // Both ways: the time of day may be set back.
    const isFresh = latest !== undefined && Math.abs(clock.now() - latest.at) < rereadMilliseconds;
    if (latest && isFresh && !refresh) return latest.credentials;
    const reading = { at: clock.now(), credentials: read(refresh) };
    reading.credentials.catch(() => {
      if (latest === reading) latest = undefined;
    });
    latest = reading;
    return reading.credentials;
  };
}
