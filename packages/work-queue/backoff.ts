/** How long to wait after the n-th failure in a row: `baseSeconds`, doubled each time, never more than `capSeconds`. */
export interface Backoff {
  readonly baseSeconds: number;
  readonly capSeconds: number;
}

/** @param failures failures in a row before this wait, from 0 */
export function backoffSeconds({ baseSeconds, capSeconds }: Backoff, failures: number): number {
  return Math.min(capSeconds, baseSeconds * 2 ** failures);
}

/** Full jitter: anything from 0 to `seconds`, so that clients cut off together do not come back together. */
export function jittered(seconds: number, random: () => number): number {
  return seconds * random();
}
