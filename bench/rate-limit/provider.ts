import type { Seconds } from './seconds.js';

/** What a provider answers: yes, or 429 with `Retry-After`. */
export type Answer = { readonly status: 200 } | { readonly status: 429; readonly retryAfterSeconds: number };

export interface Quota {
  /** Of all tasks together. */
  readonly requests: number;
  /** After so long the bucket is full again. */
  readonly refillSeconds: number;
}

/** A provider with one bucket for all that have its key. */
export class Provider {
  granted = 0;
  limited = 0;
  private left: number;
  private filledAt = 0;

  constructor(
    private readonly seconds: Seconds,
    private readonly quota: Quota,
  ) {
    this.left = quota.requests;
  }

  ask(): Answer {
    const { requests, refillSeconds } = this.quota;
    const age = this.seconds.now - this.filledAt;
    if (age >= refillSeconds) {
      this.filledAt = this.seconds.now - (age % refillSeconds);
      this.left = requests;
    }
    if (this.left > 0) {
      this.left -= 1;
      this.granted += 1;
      return { status: 200 };
    }
    this.limited += 1;
    return { status: 429, retryAfterSeconds: this.filledAt + refillSeconds - this.seconds.now };
  }
}
