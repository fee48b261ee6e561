import type { ListSnapshots } from './list-snapshots.js';
import type { Store } from './store.js';
import type { StoreSnapshot } from './store-snapshot.js';

/** What a server holds at one moment. It belongs to the server that it was taken from. */
export interface ApiServerSnapshot {
  readonly resourceVersion: string;
}

/** What a restore changes besides the objects. */
export interface RestoreOptions {
  /**
   * How much to raise the resourceVersion above that of the snapshot, as `etcdutl snapshot restore --bump-revision
   * --mark-compacted` does, so that clients that come back list again (410). @default 0: versions repeat, as without the flag
   */
  readonly bumpRevision?: number;
}

export interface Backups {
  /** What is stored now: a backup for `restore`. Cheap: objects are shared. */
  snapshot(): ApiServerSnapshot;
  /**
   * Goes back to a snapshot, as a server whose etcd is restored from a backup: objects and their resourceVersions are what
   * they were, and watches over HTTP end. See the README for what clients that resume get.
   * Watches of `api` continue: they see DELETED for each object that is gone, then MODIFIED or ADDED for each that is there.
   *
   * @throws TypeError for a snapshot of another server
   */
  restore(snapshot: ApiServerSnapshot, options?: RestoreOptions): void;
}

export function createBackups(store: Store, lists: ListSnapshots): Backups {
  const taken = new WeakMap<ApiServerSnapshot, StoreSnapshot>();
  return {
    snapshot: () => {
      const stored = store.snapshot();
      const snapshot = { resourceVersion: String(stored.version) };
      taken.set(snapshot, stored);
      return snapshot;
    },
    restore: (snapshot, { bumpRevision = 0 } = {}) => {
      const stored = taken.get(snapshot);
      if (!stored) throw new TypeError('Cannot restore: the snapshot is of another server; take it with snapshot()');
      lists.clear();
      store.restore(stored, bumpRevision);
    },
  };
}
