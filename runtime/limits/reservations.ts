const none: ReadonlySet<string> = new Set();

/**
 * What passes have decided to start and have not asked for yet, by run: a pass over another run that decides meanwhile
 * counts it already. A run has one pass at a time, so it has one reservation.
 */
export class Reservations {
  private readonly byRun = new Map<string, ReadonlySet<string>>();

  /** Names of children; empty for a run that has decided nothing. */
  of(runUid: string): ReadonlySet<string> {
    return this.byRun.get(runUid) ?? none;
  }

  /** To be called in the moment of the decision. Returns how to end it. */
  reserve(runUid: string, names: readonly string[]): () => void {
    if (names.length > 0) this.byRun.set(runUid, new Set(names));
    return () => this.forget(runUid);
  }

  forget(runUid: string): void {
    this.byRun.delete(runUid);
  }
}
