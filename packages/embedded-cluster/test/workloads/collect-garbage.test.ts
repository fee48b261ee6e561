import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject, ObjectMeta } from '../../../kubernetes-conventions/kubernetes-object.js';
import { collectGarbage } from '../../workloads/garbage/collect.js';
import { OwnershipGraph } from '../../workloads/garbage/ownership-graph.js';

const owned = (name: string, ...owners: string[]): Partial<ObjectMeta> => ({
  name,
  uid: name,
  ownerReferences: owners.map((uid) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: uid,
    uid,
    blockOwnerDeletion: true,
  })),
});
const deleting = (name: string, ...finalizers: string[]): Partial<ObjectMeta> => ({
  ...owned(name),
  deletionTimestamp: '2030-01-01T00:00:00Z',
  finalizers,
});

/** `Kind name`, in order. */
function collect(metadatas: readonly Partial<ObjectMeta>[], uid: string, watchedKind = 'Job'): string[] {
  const graph = new OwnershipGraph();
  graph.watchKind('batch', watchedKind);
  for (const metadata of metadatas) graph.observe('things', 'ADDED', { metadata } as KubernetesObject);
  return collectGarbage(graph, uid).map((each) =>
    [each.kind, each.node.name, each.kind === 'Delete' ? each.propagationPolicy : []].flat().join(' '),
  );
}

const cases: Record<string, { objects: Partial<ObjectMeta>[]; of: string; want: string[] }> = {
  'no owner: stays': { objects: [owned('a')], of: 'a', want: [] },
  'its owner is there: stays': { objects: [owned('o'), owned('a', 'o')], of: 'a', want: [] },
  'its owner is gone: goes': { objects: [owned('a', 'o')], of: 'a', want: ['Delete a Background'] },
  'one of two owners is gone: forgets that one': {
    objects: [owned('o'), owned('a', 'o', 'gone')],
    of: 'a',
    want: ['RemoveOwners a'],
  },
  'its owner waits in the foreground: goes, and the owner keeps waiting': {
    objects: [deleting('o', 'foregroundDeletion'), owned('a', 'o')],
    of: 'o',
    want: ['Delete a Foreground'],
  },
  'foreground, nothing left to wait for: the owner may go': {
    objects: [deleting('o', 'foregroundDeletion')],
    of: 'o',
    want: ['RemoveFinalizer o'],
  },
  'orphaned: the dependents forget their owner, which may go': {
    objects: [deleting('o', 'orphan'), owned('a', 'o')],
    of: 'o',
    want: ['RemoveOwners a', 'RemoveFinalizer o'],
  },
};

describe('collectGarbage', () => {
  test.each(Object.entries(cases))('%s', (_situation, { objects, of, want }) => {
    expect(collect(objects, of)).toEqual(want);
  });

  test('an owner of a kind nobody watches: counts as present', () => {
    expect(collect([owned('a', 'o')], 'a', 'CronJob')).toEqual([]);
  });
});
