import type { GraphNode, OwnershipGraph, Uid } from './ownership-graph.js';
import { isOrphaningDependents, isWaitingForDependents } from './ownership-graph.js';

/** One thing to do to one object so that ownership holds again. */
export type Collection =
  | { readonly kind: 'Delete'; readonly node: GraphNode; readonly propagationPolicy: 'Background' | 'Foreground' }
  | { readonly kind: 'RemoveOwners'; readonly node: GraphNode; readonly owners: ReadonlySet<Uid> }
  | { readonly kind: 'RemoveFinalizer'; readonly node: GraphNode; readonly finalizer: string };

/**
 * What one object needs, by the rules of Kubernetes' garbage collector: an object whose owners are all gone goes too,
 * an owner deleted in the foreground waits for those that block it, and an orphaned dependent forgets its owner.
 */
export function collectGarbage(graph: OwnershipGraph, uid: Uid): readonly Collection[] {
  const node = graph.get(uid);
  if (!node) return [];
  if (isOrphaningDependents(node)) return orphanDependents(graph, node);
  if (isWaitingForDependents(node)) return deleteDependents(graph, node);
  return node.isDeleting || node.owners.length === 0 ? [] : collectOrphan(graph, node);
}

function orphanDependents(graph: OwnershipGraph, node: GraphNode): readonly Collection[] {
  const dependents = graph.dependentsOf(node.uid);
  return [
    ...dependents.map((each) => ({ kind: 'RemoveOwners', node: each, owners: new Set([node.uid]) }) as const),
    { kind: 'RemoveFinalizer', node, finalizer: 'orphan' },
  ];
}

function deleteDependents(graph: OwnershipGraph, node: GraphNode): readonly Collection[] {
  const dependents = graph.dependentsOf(node.uid);
  const isBlocked = dependents.some((each) => each.owners.some((owner) => owner.uid === node.uid && blocks(owner)));
  const deletions = dependents.flatMap((each) => (each.isDeleting ? [] : collectOrphan(graph, each)));
  return isBlocked ? deletions : [...deletions, { kind: 'RemoveFinalizer', node, finalizer: 'foregroundDeletion' }];
}

function blocks(owner: { blockOwnerDeletion?: boolean }): boolean {
  return owner.blockOwnerDeletion === true;
}

function collectOrphan(graph: OwnershipGraph, node: GraphNode): readonly Collection[] {
  const lost = node.owners.filter((owner) => graph.presence(owner) !== 'Present');
  if (lost.length === 0) return [];
  if (lost.length < node.owners.length) {
    return [{ kind: 'RemoveOwners', node, owners: new Set(lost.map(({ uid }) => uid)) }];
  }
  const isForeground = lost.some((owner) => graph.presence(owner) === 'Waiting');
  return [{ kind: 'Delete', node, propagationPolicy: isForeground ? 'Foreground' : 'Background' }];
}
