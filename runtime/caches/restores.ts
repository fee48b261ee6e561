import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';

/** For so long what is found out is about the restore that was reported: everything is being listed again. */
const SAME_RESTORE_SECONDS = 30;
/** No leader takes so long to rule it out: what looks older was noted before the time of day was set back. */
const LONGEST_SECONDS = 60;

/**
 * Tells everybody who relies on what they remember that the API server was restored from a backup: what it said or accepted
 * before may no longer hold, although no watch will ever say so.
 */
export class Restores {
  private readonly listeners: (() => void)[] = [];
  private reportedAt: number | undefined;
  private ruledOutAt: number | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'now'> = systemClock,
    private readonly logger: Logger = silentLogger,
  ) {}

  /** Listeners are called in the order in which they came. They must not throw. */
  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** The API server had what was written last before `at`, in milliseconds since the epoch. */
  ruleOut(at: number): void {
    this.ruledOutAt = at;
  }

  /** Whether it was after `at`; also when it is never ruled out. */
  isRuledOutSince(at: number): boolean {
    if (this.ruledOutAt === undefined) return true;
    return this.ruledOutAt > at || at - this.ruledOutAt > LONGEST_SECONDS * 1000;
  }

  /** Somebody has found out. */
  report(): void {
    const now = this.clock.now();
    // Both ways: the time of day may be set back.
    if (this.reportedAt !== undefined && Math.abs(now - this.reportedAt) < SAME_RESTORE_SECONDS * 1000) return;
    this.reportedAt = now;
    this.logger.warn({}, 'the API server was restored from a backup; everything is listed again');
    for (const listener of this.listeners) listener();
  }
}
