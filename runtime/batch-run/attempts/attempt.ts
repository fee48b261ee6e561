import type { TaskReason } from '../../../api/reasons.js';

/**
 * What kind of failure ends an attempt, which is what limits count: `Disruption` is not the task's fault; `Evicted` is the word
 * of a kubelet whose node is short of memory, disk or process ids, often because of the very Pod. `ExitCodes/<i>` is the i-th
 * rule of `retry`; `Other` is a failure of no class.
 */
export type AttemptKind = 'Disruption' | 'Evicted' | 'RateLimit' | 'Clone' | `ExitCodes/${number}` | 'Other';

/** A Pod of a task that ended without success. */
export interface Attempt {
  /** Its UID. */
  readonly pod: string;
  readonly kind: AttemptKind;
  readonly reason: TaskReason;
  /** RFC 3339. */
  readonly time: string;
  /** Seconds after which the agent wants to be tried again. */
  readonly retryAfter?: number;
}

/** How many attempts ended so, by kind. */
export type Counts = Readonly<Record<string, number>>;

/** What a task has tried without success. */
export interface AttemptHistory {
  /** How many attempts ended so, of all. */
  readonly counts: Counts;
  /** The newest `KEPT_ATTEMPTS`, oldest first. */
  readonly last: readonly Attempt[];
}

/** The Job keeps so many, so that it does not grow with them. */
export const KEPT_ATTEMPTS = 10;

export const noAttempts: AttemptHistory = { counts: {}, last: [] };

export const attemptCount = ({ counts }: AttemptHistory): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
