/** How a CLI behaves when its provider answers 429. */
export interface Cli {
  readonly title: string;
  /** Seconds until it asks again, or that it gives up. @param attempt 1 after the first 429 in a row */
  next(attempt: number, retryAfterSeconds: number): number | 'GivesUp';
  /** What its stream says of the 429: nothing, that it waits, or for how long, too. */
  readonly says: 'Nothing' | 'Waiting' | 'RetryAfter';
}

/**
 * As they behaved against a stub of their provider that answers 429 with `Retry-After: 120`, see the presets. What was not seen to
 * end within the trial does not end here.
 */
export const clis: readonly Cli[] = [
  { title: 'waits as long as it was asked to, silently', next: (_, seconds) => seconds, says: 'Waiting' },
  { title: 'asks again every 4 s', next: () => 4, says: 'RetryAfter' },
  {
    title: 'asks 10 times in 250 s, then exits',
    next: (attempt) => (attempt < 10 ? Math.min(30, 5 * 2 ** (attempt - 1)) : 'GivesUp'),
    says: 'RetryAfter',
  },
  {
    title: 'waits up to 60 s, else exits at once',
    next: (_, seconds) => (seconds <= 60 ? seconds : 'GivesUp'),
    says: 'RetryAfter',
  },
];
