import { type MintFailure, never } from './mint-failure.js';

/** The fields of an answer; nothing of any other value. */
export const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

/** Git gets it on one line; hosts make longer ones from year to year. */
const token = /^[\x21-\x7e]{8,8192}$/;
const user = /^[\x21-\x7e]{1,255}$/;

/** @throws MintFailure for a value that git could not send */
export function grantedToken(value: unknown, origin: string): string {
  if (typeof value === 'string' && token.test(value)) return value;
  throw unlike(origin, 'has no token that git could send');
}

/** @throws MintFailure for a value that git could not send */
export function grantedUser(value: unknown, origin: string): string {
  if (typeof value === 'string' && user.test(value)) return value;
  throw unlike(origin, 'has no user name');
}

const LEAST_MILLISECONDS = 60_000;

/**
 * When a token ends, by the clock of this machine.
 *
 * @param ahead by how many milliseconds the clock of the host is ahead
 */
export function grantedExpiry(value: unknown, origin: string, now: number, ahead: number): number {
  const ends = (typeof value === 'string' ? Date.parse(value) : Number.NaN) - ahead;
  if (Number.isNaN(ends)) throw unlike(origin, 'does not say when the token ends');
  if (ends < now + LEAST_MILLISECONDS) throw unlike(origin, 'has a token that ends at once');
  return ends;
}

/** An answer that is not the API's, or that gives something else than was asked for. */
export const unlike = (origin: string, what: string): MintFailure =>
  never(`the answer of ${origin} ${what}; check apiUrl`);

/** By how many milliseconds the clock of a host is ahead of ours, as it says itself; 0 when it does not. */
export function aheadOf(date: string | undefined, now: number): number {
  const ahead = Date.parse(date ?? '') - now;
  // The header has whole seconds, and takes its time.
  return Number.isNaN(ahead) || Math.abs(ahead) < 5000 ? 0 : ahead;
}
