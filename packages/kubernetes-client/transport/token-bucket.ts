import type { Clock } from '../../work-queue/clock.js';

/** Allows `qps` requests per second on average and `burst` at once, first come first served. */
export class TokenBucket {
  /** Negative when requests have been promised tokens that do not exist yet. */
  private tokens: number;
  private refilledAt: number;

  constructor(
    private readonly qps: number,
    private readonly burst: number,
    private readonly clock: Clock,
  ) {
    this.tokens = burst;
    this.refilledAt = clock.now();
  }

  /** Takes one token and returns the seconds to wait until it exists, 0 when it does. */
  take(): number {
    const now = this.clock.now();
    // The time of day may be set back: that must take no tokens away.
    const seconds = Math.max(0, now - this.refilledAt) / 1000;
    this.tokens = Math.min(this.burst, this.tokens + seconds * this.qps);
    this.refilledAt = now;
    this.tokens -= 1;
    return Math.max(0, -this.tokens / this.qps);
  }
}
