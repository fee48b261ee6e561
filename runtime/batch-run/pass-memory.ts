import type { BatchRunStatus } from '../../api/generated/kinds.js';
import type { ChildFailure } from '../engine/act.js';
import type { Change } from '../engine/diff.js';
import type { Outcome } from '../engine/reconcile-once.js';
import { RecentCreations } from '../run/recent-creations.js';
import { RefusalMemory } from '../run/refusals.js';
import { isUnhold } from './held-job.js';
import { OutcomeMemory } from './outcome-memory.js';
import { TemplateMemo } from './template-memo.js';

/** What passes leave for later ones, by run. Lost in a restart, which lists anew. */
export interface PassMemory {
  readonly templates: TemplateMemo;
  readonly refusals: RefusalMemory;
  readonly creations: RecentCreations;
  /** Of Pods, whose gate was removed. */
  readonly releases: RecentCreations;
  readonly outcomes: OutcomeMemory;
}

export const createPassMemory = (): PassMemory => ({
  templates: new TemplateMemo(),
  refusals: new RefusalMemory(),
  creations: new RecentCreations(),
  releases: new RecentCreations(),
  outcomes: new OutcomeMemory(),
});

/**
 * What a pass asks for is first taken for created, or released; the same pass asks again with what was not. Noted before
 * anything is asked for, so that a pass over another run, which shares a limit with this one, counts it already.
 */
export function remember(
  { creations, refusals, releases, outcomes }: PassMemory,
  runUid: string,
  { desired, also = [] }: Outcome<BatchRunStatus>,
  failures: readonly ChildFailure[],
  now: number,
): void {
  if (failures.length > 0) {
    const refused = failures.filter(({ change }) => change.type !== 'amend' && change.type !== 'removeItem');
    if (refused.length > 0) refusals.note(runUid, refused, now);
    creations.drop(
      runUid,
      failures.map(({ change }) => change.object.metadata.name),
    );
    // Of a request that got no answer nobody knows whether it was carried out.
    releases.drop(
      runUid,
      failures.filter(({ transient }) => !transient).map(({ change }) => nameOf(change)),
    );
  } else {
    outcomes.noteWrites(runUid, desired);
    const jobs = desired.filter(({ kind, metadata: { uid } }) => kind === 'Job' && uid === undefined);
    const amended = also.filter((change) => change.type === 'amend' && change.object.kind === 'Job');
    const [allowed, held] = partition(amended, (change) => change.type === 'amend' && isUnhold(change));
    const released = also.filter(({ type }) => type === 'removeItem');
    creations.drop(runUid, held.map(nameOf));
    creations.note(runUid, [...jobs.map(({ metadata: { name } }) => name), ...allowed.map(nameOf)], now);
    releases.note(runUid, released.map(nameOf), now);
  }
}

const nameOf = ({ object }: Change): string => object.metadata.name;

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}
