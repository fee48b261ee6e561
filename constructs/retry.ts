import type { Duration } from 'cdk8s';
import type { Retry } from '../api/generated/kinds.js';

/** How often failures of one class are tried again; 0 for never. */
export type RetryClassProps =
  | {
      /** Something else took the Pod away (`Infrastructure`), the agent ended with 75 (`RateLimit`), or a clone failed. */
      readonly class: 'Infrastructure' | 'RateLimit' | 'Clone';
      /** How many times; 0 for never. */
      readonly limit: number;
      readonly exitCodes?: 'give exitCodes with the class ExitCodes';
    }
  | {
      /** The agent ended with one of these codes. */
      readonly class: 'ExitCodes';
      /** How many times; 0 for never. */
      readonly limit: number;
      /** From 1 to 255, without 42, 64 and 75. */
      readonly exitCodes: readonly number[];
    };

/** How long the next Pod waits at its start gate. */
export interface RetryBackoffProps {
  /** After the first failure; whole seconds. */
  readonly base: Duration;
  /**
   * What the time is multiplied by after each further failure.
   *
   * @default 2
   */
  readonly factor?: number;
  /**
   * The longest time, also of the `retryAfter` that an agent reports; whole seconds.
   *
   * @default one hour, or `base` if that is more
   */
  readonly max?: Duration;
}

/** Which failures are tried again. */
export interface RetryProps {
  /** Each class once; ExitCodes as often as codes differ in their limit. */
  readonly on: readonly RetryClassProps[];
  /**
   * The Pods of the Batch then wait for the reconciler.
   *
   * @default the Job controller's own, from ten seconds to ten minutes
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
