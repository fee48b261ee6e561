import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { diff, type KindPolicy } from '../../../runtime/engine/reconcile/diff.js';
import { makeJob, makeOwnedJob, makeRun } from '../../kubernetes-client/make-objects.js';

interface Case {
  readonly observed: readonly KubernetesObject[];
  readonly desired: readonly KubernetesObject[];
  readonly policy?: KindPolicy;
  /** As `type name`. */
  readonly want: readonly string[];
}

const other = makeRun({ uid: 'another-run' });
const limits = { resources: { cpu: '1' }, args: ['x', { a: 1 }] };
const defaulted = { resources: { cpu: '1', memory: '1Gi' }, args: ['x', { a: 1, b: 2 }], more: true };

const cases: Record<string, Case> = {
  'nothing observed, nothing desired: nothing': { observed: [], desired: [], want: [] },
  'desired and missing: created, in desired order': {
    observed: [],
    desired: [makeJob('b'), makeJob('a')],
    want: ['create b', 'create a'],
  },
  'createOnly and there: left alone, whatever it looks like': {
    observed: [makeOwnedJob('a', {}, { parallelism: 2 })],
    desired: [makeJob('a', {}, { parallelism: 1 })],
    want: [],
  },
  'apply, and missing: applied': { observed: [], desired: [makeJob('a')], policy: 'apply', want: ['apply a'] },
  'apply, and others added to it: left alone': {
    observed: [makeOwnedJob('a', {}, defaulted)],
    desired: [makeJob('a', {}, { resources: { cpu: '1' } })],
    policy: 'apply',
    want: [],
  },
  'apply, and another value: applied': {
    observed: [makeOwnedJob('a', {}, { parallelism: 2 })],
    desired: [makeJob('a', {}, { parallelism: 1 })],
    policy: 'apply',
    want: ['apply a'],
  },
  'ours and not desired: deleted, before anything is created': {
    observed: [makeOwnedJob('old')],
    desired: [makeJob('new')],
    want: ['delete old', 'create new'],
  },
  'ours, finished, and desired as it was observed: stays': {
    observed: [makeOwnedJob('a')],
    desired: [makeOwnedJob('a')],
    want: [],
  },
  'not ours and not desired (a synthesized Job): left alone': { observed: [makeJob('a')], desired: [], want: [] },
  'of an object of the same name of the parent, not desired: left alone': {
    observed: [makeOwnedJob('a', {}, {}, other)],
    desired: [],
    want: [],
  },
  'of an object of the same name of the parent, and desired: created, to fail and say so': {
    observed: [makeOwnedJob('a', {}, {}, other)],
    desired: [makeJob('a')],
    want: ['create a'],
  },
  'being deleted and not desired: not deleted again': {
    observed: [makeOwnedJob('a', { deletionTimestamp: '2026-01-01T00:00:00Z' })],
    desired: [],
    want: [],
  },
  'being deleted and desired: waits for its end': {
    observed: [makeOwnedJob('a', { deletionTimestamp: '2026-01-01T00:00:00Z' })],
    desired: [makeJob('a', {}, limits)],
    policy: 'update',
    want: [],
  },
  'of the same name in another namespace: another object': {
    observed: [makeOwnedJob('a', { namespace: 'other' })],
    desired: [makeJob('a')],
    want: ['delete a', 'create a'],
  },
  'update, and different: updated': {
    observed: [makeOwnedJob('a', {}, defaulted)],
    desired: [makeJob('a', {}, { ...limits, args: ['x', 'y'] })],
    policy: 'update',
    want: ['update a'],
  },
  'update, and a label is missing: updated': {
    observed: [makeOwnedJob('a', {}, defaulted)],
    desired: [makeJob('a', { labels: { x: 'y' } }, limits)],
    policy: 'update',
    want: ['update a'],
  },
  'update, and only defaults of the server differ: nothing': {
    observed: [makeOwnedJob('a', { labels: { of: 'others' } }, defaulted)],
    desired: [makeJob('a', {}, limits)],
    policy: 'update',
    want: [],
  },
  'a kind without policy: looked at, never touched': {
    observed: [{ ...makeOwnedJob('a'), kind: 'Pod' }],
    desired: [],
    want: [],
  },
};

describe('diff', () => {
  test.each(Object.entries(cases))('%s', (_situation, { observed, desired, policy = 'createOnly', want }) => {
    const changes = diff(observed, desired, { ownerUid: 'run-uid', kinds: { Job: policy } });
    expect(changes.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual(want);
  });

  test('a delete carries what was observed, its uid with it', () => {
    const observed = makeOwnedJob('a');
    expect(diff([observed], [], { ownerUid: 'run-uid', kinds: { Job: 'createOnly' } })).toEqual([
      { type: 'delete', object: observed },
    ]);
  });

  test('a desired kind without policy: is a defect', () => {
    expect(() => diff([], [makeJob('a')], { ownerUid: 'run-uid', kinds: {} })).toThrow('its kind has no policy');
  });
});
