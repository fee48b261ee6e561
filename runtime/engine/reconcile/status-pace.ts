import type { Clock } from '../../../packages/work-queue/clock.js';

/** Remembers when each key's status was written last, for as long as that matters. */
export class StatusPace {
  /** Milliseconds since the epoch, by key, the oldest first. */
  private readonly writtenAt = new Map<string, number>();

  constructor(
    private readonly seconds: number,
    private readonly clock: Clock,
  ) {}

  /** How long the next write has to wait; 0 when it may be made now. */
  secondsLeft(key: string): number {
    const since = (this.clock.now() - (this.writtenAt.get(key) ?? Number.NEGATIVE_INFINITY)) / 1000;
    // A clock that was set back must not hold up a status for long.
    return since >= 0 ? Math.max(0, this.seconds - since) : 0;
  }

  noteWrite(key: string): void {
    const now = this.clock.now();
    for (const [old, time] of this.writtenAt) {
      if (now - time < this.seconds * 1000) break;
      this.writtenAt.delete(old);
    }
    this.writtenAt.delete(key);
    this.writtenAt.set(key, now);
  }
}
