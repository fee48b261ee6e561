import type { Duration } from 'cdk8s';
import type { Retry } from '../api/generated/kinds.js';

/** How often failures of one class are retried. 0 means never. */
export type RetryClassProps =
  | {
      /**
       * The Pod was disrupted (`Infrastructure`), the agent exited with 75 (`RateLimit`), or a clone failed (`Clone`).
       */
      readonly class: 'Infrastructure' | 'RateLimit' | 'Clone';
      /** How many times. 0 means never. */
      readonly limit: number;
      readonly exitCodes?: 'give exitCodes with the class ExitCodes';
    }
  | {
      /** The agent exited with one of these codes. */
      readonly class: 'ExitCodes';
      /** How many times. 0 means never. */
      readonly limit: number;
      /** From 1 to 255, without 42, 64 and 75. */
      readonly exitCodes: readonly number[];
    };

/** How long the next Pod waits at its start gate. */
export interface RetryBackoffProps {
  /** Wait after the first failure, in whole seconds. */
  readonly base: Duration;
  /**
   * Factor by which the wait grows after each further failure.
   *
   * @default 2
   */
  readonly factor?: number;
  /**
   * The longest wait, in whole seconds. It also limits the `retryAfter` that an agent reports.
   *
   * @default one hour, or `base` if that is more
   */
  readonly max?: Duration;
}

/** Which failures are retried. */
export interface RetryProps {
  /** Each class once. ExitCodes can occur several times, with different limits. */
  readonly on: readonly RetryClassProps[];
  /**
   * The Pods of the Batch then wait for the reconciler.
   *
   * @default the back-off of the Job controller, from ten seconds to ten minutes
   */
  readonly backoff?: RetryBackoffProps;
}

export function retrySpec({ on, backoff }: RetryProps): Retry {
  return { on: on.map(retryRule), ...(backoff ? { backoff: backoffSpec(backoff) } : {}) };
}

const retryRule = ({ class: name, limit, exitCodes }: RetryClassProps): Retry['on'][number] => ({
  class: name,
  ...(exitCodes ? { exitCodes: [...(exitCodes as readonly number[])] } : {}),
  limit,
});

const backoffSpec = ({ base, factor, max }: RetryBackoffProps): NonNullable<Retry['backoff']> => ({
  baseSeconds: base.toSeconds(),
  ...(factor === undefined ? {} : { factor }),
  ...(max ? { maxSeconds: max.toSeconds() } : {}),
});
