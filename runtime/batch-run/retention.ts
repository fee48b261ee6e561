import type { BatchRun } from '../../api/generated/kinds.js';
import { isCommitted } from '../run/committed.js';

/** For how long finished runs are kept. */
export interface Retention {
  /** Days after its end. @default for ever */
  readonly ttlDays?: number;
  /** The same for a failed run. @default ttlDays */
  readonly failedTTLDays?: number;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Seconds until the run may be removed, 0 or less when it may; undefined for never: while it runs, when it is to be
 * kept, and when it was committed, or its Jobs were, because removing them would have them applied and run once more.
 *
 * @param now milliseconds since the epoch
 */
export function secondsUntilRemoval(run: BatchRun, retention: Retention, now: number): number | undefined {
  const { ttlDays, failedTTLDays = ttlDays } = retention;
  const { completionTime, phase } = run.status ?? {};
  const days = phase === 'Failed' ? failedTTLDays : ttlDays;
  if (completionTime === undefined || days === undefined) return undefined;
  if (run.spec.jobs === 'synthesized' || isCommitted(run.metadata)) return undefined;
  return (Date.parse(completionTime) + days * DAY_MILLISECONDS - now) / 1000;
}
