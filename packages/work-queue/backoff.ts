/** The wait after consecutive failures: `baseSeconds`, doubled each time, at most `capSeconds`. */
export interface Backoff {
  readonly baseSeconds: number;
  readonly capSeconds: number;
}

/** The seconds before the next try. @param failures consecutive failures before this wait, from 0 */
export function backoffSeconds({ baseSeconds, capSeconds }: Backoff, failures: number): number {
  return Math.min(capSeconds, baseSeconds * 2 ** failures);
}

/** Full jitter: from 0 to `seconds`, so that clients that fail together do not retry together. */
export function jittered(seconds: number, random: () => number): number {
  return seconds * random();
}
