/** One change of the world as a reflector saw it. `deleted` carries the last state known. */
export type Delta<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly object: T; readonly previous: T }
  | { readonly type: 'deleted'; readonly object: T };

/** A projection with the identity of what it was made from. */
export interface Held<T> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly object: T;
}

/** What a reflector last saw, by key, and the deltas that lead from there to what it sees now. */
export class HeldObjects<T> {
  private held: Map<string, Held<T>> = new Map();

  /** After a list: whatever is not in it is gone, also what was replaced by a namesake. */
  replace(listed: Map<string, Held<T>>): Delta<T>[] {
    const previous = this.held;
    this.held = listed;
    const gone = [...previous].filter(([key]) => !listed.has(key)).map(([, { object }]) => deleted(object));
    return [...gone, ...[...listed].flatMap(([key, next]) => step(previous.get(key), next))];
  }

  /** After ADDED or MODIFIED; undefined when the object is not, or no longer, to be kept. */
  put(key: string, next: Held<T> | undefined): Delta<T>[] {
    const previous = this.held.get(key);
    if (next) this.held.set(key, next);
    else this.held.delete(key);
    return step(previous, next);
  }

  /** After DELETED; a namesake that has come since stays. */
  remove(key: string, uid: string, last: T | undefined): Delta<T>[] {
    const previous = this.held.get(key);
    if (!previous || previous.uid !== uid) return [];
    this.held.delete(key);
    return [deleted(last ?? previous.object)];
  }
}

function step<T>(previous: Held<T> | undefined, next: Held<T> | undefined): Delta<T>[] {
  if (!previous) return next ? [{ type: 'added', object: next.object }] : [];
  if (!next) return [deleted(previous.object)];
  if (previous.uid !== next.uid) return [deleted(previous.object), { type: 'added', object: next.object }];
  if (previous.resourceVersion === next.resourceVersion) return [];
  return [{ type: 'updated', object: next.object, previous: previous.object }];
}

function deleted<T>(object: T): Delta<T> {
  return { type: 'deleted', object };
}
