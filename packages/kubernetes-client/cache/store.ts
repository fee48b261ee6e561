import { type Identified, keyOf } from '../../kubernetes-conventions/object-key.js';
import type { Delta } from './held-objects.js';

/** The keys under which an index lists an object; none keeps it out of the index. Pure. */
export type IndexFunction<T> = (object: T) => readonly string[];

/** The objects with a controller or other owner of this uid. */
export function byOwnerUid({ metadata }: Identified): readonly string[] {
  return (metadata.ownerReferences ?? []).map(({ uid }) => uid);
}

/** The objects of a namespace with this value of the label, under `namespace/value`. */
export function byLabel(label: string): IndexFunction<Identified> {
  return ({ metadata: { namespace = '', labels } }) => {
    const value = labels?.[label];
    return value === undefined ? [] : [`${namespace}/${value}`];
  };
}

/** The objects of a namespace, under its name. */
export function byNamespace({ metadata }: Identified): readonly string[] {
  return [metadata.namespace ?? ''];
}

/** Objects by key and by the named indexes. Objects are shared: readers must not change them. */
export class Store<T extends Identified, Index extends string = never> {
  private readonly objects = new Map<string, T>();
  private readonly indexes: ReadonlyMap<Index, { keysOf: IndexFunction<T>; entries: Map<string, Map<string, T>> }>;

  constructor(indexes: Readonly<Record<Index, IndexFunction<T>>>) {
    const named = Object.entries(indexes) as [Index, IndexFunction<T>][];
    this.indexes = new Map(named.map(([name, keysOf]) => [name, { keysOf, entries: new Map() }]));
  }

  get size(): number {
    return this.objects.size;
  }

  /** Undefined when there is no such object. */
  get(namespace: string, name: string): T | undefined {
    return this.byKey(namespace === '' ? name : `${namespace}/${name}`);
  }

  /** Undefined when there is no such object. @param key as `keyOf` makes it */
  byKey(key: string): T | undefined {
    return this.objects.get(key);
  }

  /** Every object the index files under `key`, in no particular order; may be empty. */
  list(index: Index, key: string): readonly T[] {
    return [...(this.indexes.get(index)?.entries.get(key)?.values() ?? [])];
  }

  /** Every object, in no particular order. */
  all(): readonly T[] {
    return [...this.objects.values()];
  }

  /** Takes over one change; the indexes follow. */
  apply(delta: Delta<T>): void {
    const key = keyOf(delta.object);
    const stored = this.objects.get(key);
    if (stored) this.unfile(key, stored);
    if (delta.type === 'deleted') this.objects.delete(key);
    else this.file(key, delta.object);
  }

  private file(key: string, object: T): void {
    this.objects.set(key, object);
    for (const { keysOf, entries } of this.indexes.values()) {
      for (const indexKey of keysOf(object)) {
        const filed = entries.get(indexKey);
        if (filed) filed.set(key, object);
        else entries.set(indexKey, new Map([[key, object]]));
      }
    }
  }

  private unfile(key: string, object: T): void {
    for (const { keysOf, entries } of this.indexes.values()) {
      for (const indexKey of keysOf(object)) {
        const filed = entries.get(indexKey);
        filed?.delete(key);
        if (filed?.size === 0) entries.delete(indexKey);
      }
    }
  }
}
