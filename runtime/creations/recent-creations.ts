import type { Change } from '../engine/reconcile/diff.js';

/** How long a created Job may take to come back through its watch; after that the API server is asked what became of it. */
export const RECENT_SECONDS = 60;

const none: ReadonlySet<string> = new Set();
const noTimes: ReadonlyMap<string, number> = new Map();

interface Creations {
  /** Milliseconds since the epoch by name, oldest first: asked for, and not seen yet. */
  readonly recent: Map<string, number>;
  /** Created, as the API server or a watch has said, at any time. */
  readonly known: Set<string>;
  /** Milliseconds since the epoch by name: since then it is not known whether the creation was carried out. */
  readonly unanswered: Map<string, number>;
  /** Milliseconds since the epoch by name: when it was asked for last, and no answer has confirmed it. */
  readonly asked: Map<string, number>;
}

/**
 * Remembers by run which children were created, so that a pass that runs before the watch brings them does not create
 * them again, as the expectations of Kubernetes' own controllers do. What was created once is never forgotten while the run
 * lasts, since it may be deleted before any status lists it. Lost in a restart.
 */
export class RecentCreations {
  private readonly runs = new Map<string, Creations>();
  /** When a restore was reported last. */
  private restoredAt: number | undefined;

  /**
   * What may not have been seen yet.
   *
   * @param runUid any run's; empty for one that nothing was noted of
   * @param seconds only what was noted within so many seconds
   */
  of(runUid: string, now: number, seconds = RECENT_SECONDS): ReadonlySet<string> {
    const recent = this.runs.get(runUid)?.recent;
    if (!recent) return none;
    // Both ways: the time of day may be set back.
    const isWithin = (at: number, limit: number) => Math.abs(now - at) < limit * 1000;
    for (const [name, at] of recent) if (!isWithin(at, RECENT_SECONDS)) recent.delete(name);
    return new Set([...recent].flatMap(([name, at]) => (isWithin(at, seconds) ? [name] : [])));
  }

  /**
   * Whatever has been created, as long as the run lasts. A copy: a pass must not learn of a child that its own look at
   * the caches came too early for, and take it for gone.
   */
  known(runUid: string): ReadonlySet<string> {
    const known = this.runs.get(runUid)?.known;
    return known ? new Set(known) : none;
  }

  /** What may have been created although no answer came, and since when, in milliseconds since the epoch. */
  unanswered(runUid: string): ReadonlyMap<string, number> {
    return this.runs.get(runUid)?.unanswered ?? noTimes;
  }

  /** Asked for, or about to be. */
  note(runUid: string, names: readonly string[], now: number): void {
    if (names.length === 0) return;
    const { recent, asked } = this.creationsOf(runUid);
    for (const name of names) {
      recent.set(name, now);
      asked.set(name, now);
    }
  }

  /** The API server has said that they were created. */
  confirm(runUid: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const { known, unanswered, asked } = this.creationsOf(runUid);
    for (const name of names) {
      known.add(name);
      unanswered.delete(name);
      asked.delete(name);
    }
  }

  /** It was seen, or is known to have been there. */
  noteSeen(runUid: string, name: string): void {
    this.confirm(runUid, [name]);
    this.runs.get(runUid)?.recent.delete(name);
  }

  /** No answer came. What was asked for before a restore was reported counts as created, as in `settleUnanswered`. */
  doubt(runUid: string, names: readonly string[], now: number): void {
    if (names.length === 0) return;
    const { unanswered, asked } = this.creationsOf(runUid);
    const restoredAt = this.restoredAt ?? Number.NEGATIVE_INFINITY;
    const lost = new Set(names.filter((name) => (asked.get(name) ?? now) <= restoredAt));
    this.confirm(runUid, [...lost]);
    for (const name of names) if (!lost.has(name)) unanswered.set(name, now);
  }

  /**
   * The API server was restored from a backup: nobody will ever know what became of creations that got no answer, because
   * it has lost the objects and their Events. They count as created.
   */
  settleUnanswered(now: number): void {
    this.restoredAt = now;
    for (const [uid, { unanswered }] of this.runs) this.confirm(uid, [...unanswered.keys()]);
  }

  /** What was not created after all, as far as is known. */
  drop(runUid: string, names: readonly string[]): void {
    for (const name of names) this.runs.get(runUid)?.recent.delete(name);
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }

  private creationsOf(runUid: string): Creations {
    const known = this.runs.get(runUid);
    if (known) return known;
    const created: Creations = { recent: new Map(), known: new Set(), unanswered: new Map(), asked: new Map() };
    this.runs.set(runUid, created);
    return created;
  }
}

export interface Created {
  readonly recentlyCreated: ReadonlySet<string>;
  readonly everCreated: ReadonlySet<string>;
}

/** What was observed, and what the pass itself has created since: it is on its way. */
export function withCreated<O extends Created>(observed: O, succeeded: readonly Change[]): O {
  const names = succeeded.flatMap(({ type, object }) => (type === 'create' ? object.metadata.name : []));
  return {
    ...observed,
    recentlyCreated: new Set([...observed.recentlyCreated, ...names]),
    everCreated: new Set([...observed.everCreated, ...names]),
  };
}
