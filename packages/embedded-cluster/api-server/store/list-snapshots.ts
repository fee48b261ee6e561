import type { ApiObject } from '../objects/api-object.js';
import { badRequest, continueExpired, versionTooLarge } from '../status-errors.js';

/** The rest of a list that a client reads page by page. Objects are frozen and shared, so a snapshot costs an array. */
interface Snapshot {
  readonly objects: readonly ApiObject[];
  readonly version: number;
  readonly expiresAt: number;
}

export interface Page {
  readonly objects: readonly ApiObject[];
  readonly version: number;
  /** Absent on the last page. */
  readonly continue?: string;
  /** Objects on later pages; undefined when nobody counts them. */
  readonly remaining: number | undefined;
}

export interface ListSnapshots {
  /** The first `limit` objects; a `limit` of 0 means all. */
  first(objects: readonly ApiObject[], version: number, limit: number): Page;
  /** @throws ApiError 410 when the token is too old, 504 when it is of a version above `latest`, 400 when it never was one. */
  next(token: string, limit: number, latest: number): Page;
  /** No token that was given out is valid any more. */
  clear(): void;
}

/** As etcd compacts: a list may be paged through for five minutes. */
const lifetimeMilliseconds = 300_000;
const maxSnapshots = 100;

export function createListSnapshots(now: () => number): ListSnapshots {
  const snapshots = new Map<string, Snapshot>();
  let count = 0;

  const keep = (snapshot: Snapshot): string => {
    const [oldest] = snapshots.keys();
    if (snapshots.size >= maxSnapshots && oldest !== undefined) snapshots.delete(oldest);
    count += 1;
    snapshots.set(String(count), snapshot);
    return String(count);
  };
  const page = (id: string, { objects, version }: Snapshot, offset: number, limit: number): Page => {
    const end = limit === 0 ? objects.length : offset + limit;
    const remaining = Math.max(0, objects.length - end);
    const token = remaining > 0 ? { continue: encode({ id, version, offset: end }) } : {};
    return { objects: objects.slice(offset, end), version, remaining, ...token };
  };

  return {
    first(objects, version, limit) {
      const snapshot = { objects, version, expiresAt: now() + lifetimeMilliseconds };
      const paged = limit > 0 && objects.length > limit;
      return page(paged ? keep(snapshot) : '', snapshot, 0, limit);
    },
    next(token, limit, latest) {
      const { id, version, offset } = decode(token);
      if (version > latest) throw versionTooLarge(version, latest);
      const snapshot = snapshots.get(id);
      if (!snapshot || snapshot.expiresAt < now()) throw continueExpired();
      return page(id, snapshot, offset, limit);
    },
    clear: () => snapshots.clear(),
  };
}

interface Position {
  readonly id: string;
  readonly version: number;
  readonly offset: number;
}

const encode = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

function decode(token: string): Position {
  try {
    const { id, version, offset } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Position>;
    const isPlace = Number.isSafeInteger(offset) && Number(offset) >= 0;
    if (typeof id === 'string' && typeof version === 'number' && offset !== undefined && isPlace)
      return { id, version, offset };
  } catch {
    // Not JSON, so not one of ours: refused below like any other text.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}
