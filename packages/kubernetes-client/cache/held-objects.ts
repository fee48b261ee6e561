import type { Identified } from '../../kubernetes-conventions/object-key.js';
import { isLowerVersion } from './resource-version.js';

/** One change of the world as a reflector saw it. `deleted` carries the last state known. */
export type Delta<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly object: T; readonly previous: T }
  | { readonly type: 'deleted'; readonly object: T };

/** What a reflector last saw, by key, and the deltas that lead from there to what it sees now. */
export class HeldObjects<T extends Identified> {
  private held: Map<string, T> = new Map();

  get size(): number {
    return this.held.size;
  }

  /** After a list: removes every object that is not in it, or has another uid there. */
  replace(listed: Map<string, T>): Delta<T>[] {
    const previous = this.held;
    this.held = listed;
    const gone = [...previous].filter(([key]) => !listed.has(key)).map(([, object]) => deleted(object));
    return [...gone, ...[...listed].flatMap(([key, next]) => step(previous.get(key), next))];
  }

  /** What is held of this very version of the object. */
  same(key: string, { metadata }: Identified): T | undefined {
    const held = this.held.get(key);
    const isSame = held?.metadata.uid === metadata.uid && held?.metadata.resourceVersion === metadata.resourceVersion;
    return isSame ? held : undefined;
  }

  /** Whatever is held of the namespace is taken for gone. */
  drop(namespace: string): Delta<T>[] {
    const gone = [...this.held].filter(([, { metadata }]) => (metadata.namespace ?? '') === namespace);
    for (const [key] of gone) this.held.delete(key);
    return gone.map(([, object]) => deleted(object));
  }

  /** After ADDED or MODIFIED; undefined when the object is not, or no longer, to be kept. */
  put(key: string, next: T | undefined): Delta<T>[] {
    const previous = this.held.get(key);
    if (previous && next && isOlder(next, previous)) return [];
    if (next) this.held.set(key, next);
    else this.held.delete(key);
    return step(previous, next);
  }

  /** After DELETED; a later object of the same name stays. */
  remove(key: string, uid: string, last: T | undefined): Delta<T>[] {
    const previous = this.held.get(key);
    if (!previous || uidOf(previous) !== uid) return [];
    this.held.delete(key);
    return [deleted(last ?? previous)];
  }
}

function step<T extends Identified>(previous: T | undefined, next: T | undefined): Delta<T>[] {
  if (!previous) return next ? [{ type: 'added', object: next }] : [];
  if (!next) return [deleted(previous)];
  if (uidOf(previous) !== uidOf(next)) return [deleted(previous), { type: 'added', object: next }];
  if (previous.metadata.resourceVersion === next.metadata.resourceVersion) return [];
  return [{ type: 'updated', object: next, previous }];
}

/**
 * Whether it is an earlier version of the same object. Versions are compared within one watch only: a list may bring
 * anything, such as what a server holds that was restored from a backup.
 */
function isOlder<T extends Identified>(next: T, previous: T): boolean {
  if (uidOf(next) !== uidOf(previous)) return false;
  return isLowerVersion(next.metadata.resourceVersion, previous.metadata.resourceVersion);
}

const uidOf = ({ metadata }: Identified): string => metadata.uid ?? '';

function deleted<T>(object: T): Delta<T> {
  return { type: 'deleted', object };
}
