import { isDeepStrictEqual } from 'node:util';
import { type Lease, type LeaseSpec, microTime } from './lease.js';

/** A lease, and since when it has been as it is. */
export interface ObservedLease {
  readonly lease: Lease;
  /** When we first saw this spec, in milliseconds of the local monotonic clock. */
  readonly since: number;
}

export interface Candidate {
  readonly namespace: string;
  /** metadata.name of the Lease. */
  readonly name: string;
  /** Unique among all processes that ever stand for this lease. */
  readonly identity: string;
  readonly leaseSeconds: number;
}

export interface Now {
  /** Milliseconds since the epoch, only for people to read in the Lease. */
  readonly wall: number;
  /** Milliseconds of a monotonic clock. */
  readonly monotonic: number;
}

/** What a candidate may do about the lease as it was last seen. */
export type Claim =
  | { readonly kind: 'Create'; readonly lease: Lease }
  /** Ours to renew, or free to take; valid only on top of the resourceVersion it carries. */
  | { readonly kind: 'Update'; readonly lease: Lease }
  | { readonly kind: 'Wait'; readonly holder: string };

/** Looks again. Only a changed spec proves that its holder lives; others may annotate a Lease. */
export function observedAgain(previous: ObservedLease | undefined, lease: Lease, monotonic: number): ObservedLease {
  const isUnchanged = previous !== undefined && isDeepStrictEqual(previous.lease.spec, lease.spec);
  return { lease, since: isUnchanged ? previous.since : monotonic };
}

/**
 * Decides expiry by our own clock alone: a holder is alive for `leaseDurationSeconds` after we last saw its lease
 * change, so clocks that disagree can delay a takeover and never cause one.
 *
 * @param observed undefined when there is no such Lease
 */
export function claimOf(observed: ObservedLease | undefined, candidate: Candidate, now: Now): Claim {
  const time = microTime(now.wall);
  const { identity: holderIdentity, leaseSeconds: leaseDurationSeconds } = candidate;
  const held = { holderIdentity, leaseDurationSeconds, renewTime: time };
  if (!observed)
    return { kind: 'Create', lease: newLease(candidate, { ...held, acquireTime: time, leaseTransitions: 0 }) };
  const { spec = {} } = observed.lease;
  const holder = holderOf(observed.lease);
  if (holder === candidate.identity) return { kind: 'Update', lease: withSpec(observed.lease, held) };
  if (holder !== undefined && !isExpired(observed, candidate, now)) return { kind: 'Wait', holder };
  const leaseTransitions = (spec.leaseTransitions ?? 0) + 1;
  return { kind: 'Update', lease: withSpec(observed.lease, { ...held, acquireTime: time, leaseTransitions }) };
}

/** The lease without a holder, as it leaves one that steps down: the next candidate to look may take it. */
export function released(lease: Lease, wall: number): Lease {
  const { holderIdentity: _, ...spec } = lease.spec ?? {};
  const time = microTime(wall);
  return { ...lease, spec: { ...spec, leaseDurationSeconds: 1, acquireTime: time, renewTime: time } };
}

/** Undefined when it has no holder. */
export function holderOf({ spec }: Lease): string | undefined {
  return spec?.holderIdentity || undefined;
}

function isExpired({ lease, since }: ObservedLease, { leaseSeconds }: Candidate, { monotonic }: Now): boolean {
  return monotonic - since >= (lease.spec?.leaseDurationSeconds ?? leaseSeconds) * 1000;
}

function newLease({ namespace, name }: Candidate, spec: LeaseSpec): Lease {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name }, spec };
}

function withSpec(lease: Lease, spec: LeaseSpec): Lease {
  return { ...lease, spec: { ...lease.spec, ...spec } };
}
