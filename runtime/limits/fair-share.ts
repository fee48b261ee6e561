/** A run that wants slots of a limit which it shares with others. */
export interface Claimant {
  /** uid of the run. */
  readonly run: string;
  /** Since when it waits for its turn: when it last began a task, or else was created. Sorts, the longest first. */
  readonly since: string;
  /** Slots it has. */
  readonly active: number;
  /** Slots it could use besides. */
  readonly waiting: number;
}

/**
 * How many of the free slots each claimant gets, by run; those that get none are not in it.
 *
 * Max-min fair: one slot after the other goes to the run that has the fewest, on a tie to the one that has waited the longest, so
 * that no run waits for all of another when there are fewer slots than runs. Never more in all than are free, never
 * fewer while a run waits, and never more to one than it waits for.
 */
export function fairShare(free: number, claimants: readonly Claimant[]): Map<string, number> {
  const granted = new Map<string, number>();
  const has = ({ run, active }: Claimant) => active + (granted.get(run) ?? 0);
  const wants = (claimant: Claimant) => (granted.get(claimant.run) ?? 0) < claimant.waiting;
  for (let left = free; left > 0; left -= 1) {
    const [first, ...others] = claimants.filter(wants);
    if (!first) break;
    const poorest = others.reduce((poor, other) => (has(other) < has(poor) ? other : poor), first);
    granted.set(poorest.run, (granted.get(poorest.run) ?? 0) + 1);
  }
  return granted;
}
