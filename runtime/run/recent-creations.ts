/** How long a created Job may take to come back through its watch; after that it is asked for again, which does no harm. */
export const RECENT_SECONDS = 60;

const none: ReadonlySet<string> = new Set();

/**
 * Remembers by run which children were created lately, so that a pass which comes before the news of them does not
 * create them again: what the expectations are to Kubernetes' own controllers. Lost in a restart, which lists anew.
 */
export class RecentCreations {
  /** Milliseconds since the epoch by name, oldest first. */
  private readonly runs = new Map<string, Map<string, number>>();

  /**
   * @param runUid any run's; empty for one that nothing was noted of
   * @param seconds only what was noted within so many seconds
   */
  of(runUid: string, now: number, seconds = RECENT_SECONDS): ReadonlySet<string> {
    const names = this.runs.get(runUid);
    if (!names) return none;
    // Both ways: the time of day may be set back.
    const isWithin = (at: number, limit: number) => Math.abs(now - at) < limit * 1000;
    for (const [name, at] of names) if (!isWithin(at, RECENT_SECONDS)) names.delete(name);
    return new Set([...names].flatMap(([name, at]) => (isWithin(at, seconds) ? [name] : [])));
  }

  note(runUid: string, names: readonly string[], now: number): void {
    const known = this.runs.get(runUid) ?? new Map<string, number>();
    for (const name of names) known.set(name, now);
    if (known.size > 0) this.runs.set(runUid, known);
  }

  /** What was not created after all. */
  drop(runUid: string, names: readonly string[]): void {
    for (const name of names) this.runs.get(runUid)?.delete(name);
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }
}
