import type { ApiObject } from '../objects/api-object.js';
import { versionTooOld } from '../status-errors.js';

/** One change of one object. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  readonly object: ApiObject;
  /** The object before; undefined for ADDED. */
  readonly previous: ApiObject | undefined;
}

/** The last events of a resource: what a watch may still start from. */
export interface WatchWindow {
  push(event: StoreEvent): void;
  /** Events after `version`, oldest first; undefined when some of them have been dropped. */
  since(version: number): readonly StoreEvent[] | undefined;
  /** The oldest version a watch may start from. */
  oldest(): number;
  /** @throws ApiError 410 when the resource has changed after `version`: its state then is not kept. */
  requireUnchangedSince(version: number): void;
}

export function createWatchWindow(size: number, firstVersion: number): WatchWindow {
  let events: StoreEvent[] = [];
  let oldest = firstVersion;
  return {
    push(event) {
      events.push(event);
      if (events.length < 2 * size) return;
      oldest = events[events.length - size - 1]?.version ?? oldest;
      events = events.slice(-size);
    },
    since: (version) => (version < oldest ? undefined : events.filter((event) => event.version > version)),
    oldest: () => oldest,
    requireUnchangedSince(version) {
      const last = events.at(-1)?.version ?? firstVersion;
      if (version < last) throw versionTooOld(version, last);
    },
  };
}
