import { type Expiry, expiryOf } from '../../limits/retention.js';
import type { ObservedTaskRun } from '../observed.js';

/** What of a finished run goes now, and when to look again. @param endTime RFC 3339 */
export const runExpiry = ({ parent: run, retention }: ObservedTaskRun, endTime: string, now: number): Expiry =>
  expiryOf({ metadata: run.metadata, phase: run.status?.phase, endTime }, retention, now);
