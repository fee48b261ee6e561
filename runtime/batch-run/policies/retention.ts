import { type Expiry, expiryOf, type Retention } from '../../limits/retention.js';
import type { ObservedBatchRun } from '../observed.js';

/**
 * What of a finished run goes now, and when to look again. A run whose Jobs are synthesized is kept forever: a tool that
 * applies its Jobs would run them once more.
 *
 * @param endTime RFC 3339
 */
export function runExpiry({ parent: run, retention }: ObservedBatchRun, endTime: string, now: number): Expiry {
  const kept: Retention = run.spec.jobs === 'synthesized' ? {} : retention;
  return expiryOf({ metadata: run.metadata, phase: run.status?.phase, endTime }, kept, now);
}
