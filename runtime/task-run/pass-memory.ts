import { CreateFailureMemory, mayHaveSucceeded } from '../creations/create-failures.js';
import { RecentCreations } from '../creations/recent-creations.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Change } from '../engine/reconcile/diff.js';
import { Reservations } from '../limits/reservations.js';

/** What passes leave for later ones, by run. Lost in a restart, which lists again. */
export interface PassMemory {
  readonly createFailures: CreateFailureMemory;
  /** Pods that were asked for. */
  readonly creations: RecentCreations;
  /** Of Pods that a pass is about to create. */
  readonly starting: Reservations;
}

export const createPassMemory = (): PassMemory => ({
  createFailures: new CreateFailureMemory(),
  creations: new RecentCreations(),
  starting: new Reservations(),
});

/** The slot that a pass has decided to take. Returns how to give it up if it does not take it after all. */
export const reserve = ({ starting }: PassMemory, runUid: string, changes: readonly Change[]): (() => void) =>
  starting.reserve(runUid, changes.filter(createsPod).map(nameOf));

/**
 * What a pass asks for is first taken for created. Noted before anything is asked for, so that a pass over another run,
 * which shares a limit with this one, counts it already.
 */
export function noteAsked({ creations }: PassMemory, runUid: string, changes: readonly Change[], now: number): void {
  creations.note(runUid, changes.filter(createsPod).map(nameOf), now);
}

/** What became of it. If a creation got no answer, it may have been carried out. */
export function noteAnswers(
  { creations, createFailures }: PassMemory,
  runUid: string,
  changes: readonly Change[],
  failures: readonly ChildFailure[],
  now: number,
): void {
  if (failures.length > 0) createFailures.note(runUid, failures, now);
  const failed = new Set(failures.map(({ change }) => change));
  const unanswered = failures.filter(({ change }) => createsPod(change)).filter(mayHaveSucceeded);
  const created = changes.filter((change) => createsPod(change) && !failed.has(change));
  const refused = failures.filter((failure) => !unanswered.includes(failure));
  creations.confirm(runUid, created.map(nameOf));
  creations.doubt(
    runUid,
    unanswered.map(({ change }) => nameOf(change)),
    now,
  );
  creations.drop(
    runUid,
    refused.map(({ change }) => nameOf(change)),
  );
}

const createsPod = ({ type, object }: Change): boolean => type === 'create' && object.kind === 'Pod';

const nameOf = ({ object }: Change): string => object.metadata.name;
