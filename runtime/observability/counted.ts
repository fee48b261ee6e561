import type { Delta } from '../../packages/kubernetes-client/cache/held-objects.js';

/** The part of an informer that is counted. */
export interface Counted<T> {
  readonly store: { all(): readonly T[] };
  onChange(listener: (delta: Delta<T>) => void): void;
}

/** Whether this replica leads. Only the leader counts, or a sum over replicas would count twice. */
export type IsLeader = () => boolean;

/** Calls `count` with an object before and after each change that happens while this replica leads. */
export function whileLeading<T>(objects: Counted<T>, isLeader: IsLeader, count: (before: T, after: T) => void): void {
  objects.onChange((delta) => {
    if (delta.type === 'updated' && isLeader()) count(delta.previous, delta.object);
  });
}
