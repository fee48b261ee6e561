import type { ChildFailure } from '../engine/act.js';
import type { Outcome } from '../engine/reconcile-once.js';
import { RecentCreations } from '../run/recent-creations.js';
import { RefusalMemory } from '../run/refusals.js';

/** What passes leave for later ones, by run. Lost in a restart, which lists anew. */
export interface PassMemory {
  readonly refusals: RefusalMemory;
  /** Pods that were asked for. */
  readonly creations: RecentCreations;
}

export const createPassMemory = (): PassMemory => ({
  refusals: new RefusalMemory(),
  creations: new RecentCreations(),
});

/**
 * What a pass asks for is first taken for created; the same pass asks again with what was refused. Noted before anything
 * is asked for, so that a pass over another run, which shares a limit with this one, counts it already.
 */
export function remember(
  { creations, refusals }: PassMemory,
  runUid: string,
  { desired }: Pick<Outcome<object>, 'desired'>,
  failures: readonly ChildFailure[],
  now: number,
): void {
  if (failures.length === 0) {
    const pods = desired.filter(({ kind, metadata: { uid } }) => kind === 'Pod' && uid === undefined);
    creations.note(
      runUid,
      pods.map(({ metadata: { name } }) => name),
      now,
    );
    return;
  }
  refusals.note(runUid, failures, now);
  // Of a creation that got no answer nobody knows whether it was carried out.
  const refused = failures.filter(({ transient }) => !transient);
  creations.drop(
    runUid,
    refused.map(({ change }) => change.object.metadata.name),
  );
}
