import { type Backoff, backoffSeconds, jittered } from '../../work-queue/backoff.js';
import type { ApiError } from './api-error.js';

/** Requests in all, the first included; the queue and the reflector retry what is still failing then. */
export const maxTries = 4;
/** A server that asks for a longer pause than this gets it from the caller, who need not hold a worker meanwhile. */
const longestPauseSeconds = 30;
const backoff: Backoff = { baseSeconds: 0.2, capSeconds: 5 };

/** What is known of a request that failed. */
export interface FailedTry {
  readonly error: ApiError;
  /** Tries so far, from 1. */
  readonly tries: number;
  /** The request may have been carried out although it failed, and doing it again would not matter. */
  readonly idempotent: boolean;
}

/**
 * Seconds to wait before the next try, or undefined to give up.
 *
 * A server that says when to come back (429, or 5xx with Retry-After) has not carried the request out, so any verb is
 * tried again, and never earlier than it said. Everything else is tried again only when that is safe.
 */
export function retryDelaySeconds({ error, tries, idempotent }: FailedTry, random: () => number): number | undefined {
  if (tries >= maxTries || !error.transient) return undefined;
  const askedSeconds = error.retryAfterSeconds ?? (error.code === 429 ? 1 : undefined);
  if (askedSeconds !== undefined && (error.code === 429 || error.code >= 500)) {
    return askedSeconds <= longestPauseSeconds ? askedSeconds + jittered(askedSeconds / 10, random) : undefined;
  }
  return idempotent ? jittered(backoffSeconds(backoff, tries - 1), random) : undefined;
}
