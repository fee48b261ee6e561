import type { Phase } from '../../api/generated/kinds.js';
import { isCommitted } from '../../api/gitops/committed.js';
import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** For how long finished runs are kept. */
export interface Retention {
  /** Days after its end. @default forever */
  readonly ttlDays?: number;
  /** The same for a failed run. @default ttlDays */
  readonly failedTTLDays?: number;
}

export interface FinishedRun {
  readonly metadata: ObjectMeta;
  readonly phase: Phase | undefined;
  /** RFC 3339. */
  readonly endTime: string;
}

/**
 * What of a finished run has been kept long enough: all of it, or, of one that was committed, only what it has created,
 * because the run itself would be applied, and run, once more.
 */
export type Expiry =
  | { readonly goes: 'Run' | 'Children'; readonly requeueAfterSeconds?: undefined }
  /** Undefined: forever. */
  | { readonly goes: 'Nothing'; readonly requeueAfterSeconds?: number };

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** Timers of weeks are more than a timer can hold. */
const LOOK_AGAIN_SECONDS = 3600;

/** @param now milliseconds since the epoch */
export function expiryOf({ metadata, phase, endTime }: FinishedRun, retention: Retention, now: number): Expiry {
  const { ttlDays, failedTTLDays = ttlDays } = retention;
  const days = phase === 'Failed' ? failedTTLDays : ttlDays;
  if (days === undefined) return { goes: 'Nothing' };
  const left = (Date.parse(endTime) + days * DAY_MILLISECONDS - now) / 1000;
  if (left > 0) return { goes: 'Nothing', requeueAfterSeconds: Math.min(left, LOOK_AGAIN_SECONDS) };
  return { goes: isCommitted(metadata) ? 'Children' : 'Run' };
}
