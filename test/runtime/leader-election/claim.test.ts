import { describe, expect, test } from '@jest/globals';
import {
  type Claim,
  claimOf,
  type ObservedLease,
  observedAgain,
  released,
} from '../../../runtime/leader-election/claim.js';
import { type Lease, type LeaseSpec, microTime } from '../../../runtime/leader-election/lease.js';

const candidate = { namespace: 'system', name: 'controller', identity: 'me', leaseSeconds: 15 };
const wall = Date.parse('2030-01-01T00:00:00.123Z');
const time = '2030-01-01T00:00:00.123000Z';
const long_ago = '2020-01-01T00:00:00.000000Z';

const makeLease = (spec: LeaseSpec): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'system', name: 'controller', resourceVersion: '7' },
  spec,
});

/** Seen for the first time `ago` seconds ago. */
const seen = (ago: number, spec: LeaseSpec): ObservedLease => ({ lease: makeLease(spec), since: 100_000 - ago * 1000 });

const held = (holderIdentity: string): LeaseSpec => ({
  holderIdentity,
  leaseDurationSeconds: 15,
  acquireTime: long_ago,
  renewTime: long_ago,
  leaseTransitions: 3,
});

const mine = { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: time };

describe('claimOf', () => {
  const cases: Record<
    string,
    { observed: ObservedLease | undefined; want: { kind: Claim['kind']; spec?: LeaseSpec } }
  > = {
    'no lease: creates one without transitions': {
      observed: undefined,
      want: { kind: 'Create', spec: { ...mine, acquireTime: time, leaseTransitions: 0 } },
    },
    'held by another, seen just now: waits although its renewTime is years old': {
      observed: seen(0, held('other')),
      want: { kind: 'Wait' },
    },
    'held by another, unchanged for 14.9 s: waits': { observed: seen(14.9, held('other')), want: { kind: 'Wait' } },
    'held by another, unchanged for 15 s: takes it, one more transition': {
      observed: seen(15, held('other')),
      want: { kind: 'Update', spec: { ...mine, acquireTime: time, leaseTransitions: 4 } },
    },
    "held by another for 20 s at a time, unchanged for 15 s: waits, the holder's duration counts": {
      observed: seen(15, { ...held('other'), leaseDurationSeconds: 20 }),
      want: { kind: 'Wait' },
    },
    'released, seen just now: takes it at once': {
      observed: seen(0, { leaseDurationSeconds: 1, acquireTime: long_ago, leaseTransitions: 3 }),
      want: { kind: 'Update', spec: { ...mine, acquireTime: time, leaseTransitions: 4 } },
    },
    'holder is the empty string: free': {
      observed: seen(0, held('')),
      want: { kind: 'Update', spec: { ...mine, acquireTime: time, leaseTransitions: 4 } },
    },
    'ours: renews, and keeps acquireTime and transitions': {
      observed: seen(2, held('me')),
      want: { kind: 'Update', spec: { ...mine, acquireTime: long_ago, leaseTransitions: 3 } },
    },
    'ours and expired: renews, nobody has taken it': {
      observed: seen(60, held('me')),
      want: { kind: 'Update', spec: { ...mine, acquireTime: long_ago, leaseTransitions: 3 } },
    },
    'a lease without a spec: free': {
      observed: { lease: { ...makeLease({}), spec: {} }, since: 100_000 },
      want: { kind: 'Update', spec: { ...mine, acquireTime: time, leaseTransitions: 1 } },
    },
    'fields of others: kept': {
      observed: seen(2, { ...held('me'), ...{ strategy: 'OldestEmulationVersion' } }),
      want: {
        kind: 'Update',
        spec: { ...mine, acquireTime: long_ago, leaseTransitions: 3, ...{ strategy: 'OldestEmulationVersion' } },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { observed, want }) => {
    const claim = claimOf(observed, candidate, { wall, monotonic: 100_000 });
    expect({ kind: claim.kind, ...(claim.kind !== 'Wait' && { spec: claim.lease.spec }) }).toEqual(want);
  });

  test('an update goes on top of the version that was seen', () => {
    const claim = claimOf(seen(2, held('me')), candidate, { wall, monotonic: 100_000 });
    expect(claim).toMatchObject({ lease: { metadata: { resourceVersion: '7' } } });
  });
});

describe('sighted', () => {
  const cases: Record<string, { next: Lease; want: number }> = {
    'renewed: alive since now': { next: makeLease({ ...held('other'), renewTime: time }), want: 9_000 },
    'annotated by somebody: no sign of life': {
      next: { ...makeLease(held('other')), metadata: { name: 'controller', resourceVersion: '8' } },
      want: 1_000,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { next, want }) => {
    const first = observedAgain(undefined, makeLease(held('other')), 1_000);
    expect(observedAgain(first, next, 9_000).since).toBe(want);
  });
});

test('released: nobody holds it, and the history stays', () => {
  expect(released(makeLease(held('me')), wall).spec).toEqual({
    leaseDurationSeconds: 1,
    acquireTime: time,
    renewTime: time,
    leaseTransitions: 3,
  });
});

test('microTime has six digits', () => {
  expect(microTime(wall)).toBe(time);
});
