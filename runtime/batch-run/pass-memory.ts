import { CreateFailureMemory, mayHaveSucceeded } from '../creations/create-failures.js';
import { RecentCreations } from '../creations/recent-creations.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Amendment, Change } from '../engine/reconcile/diff.js';
import { Reservations } from '../limits/reservations.js';
import { DepartedPods } from './departed/departed-pods.js';
import { isHold, isUnhold } from './jobs/held-job.js';
import { JobMemory } from './jobs/job-memory.js';
import { Ledgers } from './ledger/ledgers.js';
import { OutcomeMemory } from './outcomes/outcome-memory.js';
import { TemplateMemo } from './template/template-memo.js';

/** What passes leave for later ones, by run. Lost in a restart, which lists again. */
export interface PassMemory {
  readonly templates: TemplateMemo;
  readonly createFailures: CreateFailureMemory;
  readonly creations: RecentCreations;
  /** Of Pods, whose gate was removed. */
  readonly releases: RecentCreations;
  readonly outcomes: OutcomeMemory;
  readonly jobs: JobMemory;
  readonly ledgers: Ledgers;
  readonly departed: DepartedPods;
  /** Of Jobs that a pass is about to create or to allow their Pod, and of Pods that it is about to release. */
  readonly starting: Reservations;
  readonly releasing: Reservations;
}

export const createPassMemory = (): PassMemory => ({
  templates: new TemplateMemo(),
  createFailures: new CreateFailureMemory(),
  creations: new RecentCreations(),
  releases: new RecentCreations(),
  outcomes: new OutcomeMemory(),
  jobs: new JobMemory(),
  ledgers: new Ledgers(),
  departed: new DepartedPods(),
  starting: new Reservations(),
  releasing: new Reservations(),
});

/** The slots that a pass has decided to take. Returns how to give up those that it does not take after all. */
export function reserve({ starting, releasing }: PassMemory, runUid: string, changes: readonly Change[]): () => void {
  const ends = [
    starting.reserve(runUid, changes.filter(startsTask).map(nameOf)),
    releasing.reserve(runUid, changes.filter(({ type }) => type === 'removeItem').map(nameOf)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * What a pass asks for is first taken for created, or released. Noted before anything is asked for, so that a pass over
 * another run, which shares a limit with this one, counts it already.
 */
export function noteAsked(
  { creations, releases, outcomes }: PassMemory,
  runUid: string,
  changes: readonly Change[],
  now: number,
): void {
  outcomes.noteWrites(
    runUid,
    changes.map(({ object }) => object),
  );
  const held = changes.filter((change) => isJobAmendment(change) && isHold(change));
  creations.drop(runUid, held.map(nameOf));
  creations.note(runUid, changes.filter(startsTask).map(nameOf), now);
  releases.note(runUid, changes.filter(({ type }) => type === 'removeItem').map(nameOf), now);
}

/** What became of it. If a creation got no answer, it may have been carried out. */
export function noteAnswers(
  { creations, createFailures, releases }: PassMemory,
  runUid: string,
  changes: readonly Change[],
  failures: readonly ChildFailure[],
  now: number,
): void {
  const refused = failures.filter(({ change }) => change.type !== 'amend' && change.type !== 'removeItem');
  if (refused.length > 0) createFailures.note(runUid, refused, now);
  const failed = new Set(failures.map(({ change }) => change));
  creations.drop(
    runUid,
    failures.map(({ change }) => nameOf(change)),
  );
  // A request that got no answer may have been carried out.
  releases.drop(
    runUid,
    failures.filter(({ transient }) => !transient).map(({ change }) => nameOf(change)),
  );
  const jobs = changes.filter(createsJob);
  creations.confirm(runUid, jobs.filter((change) => !failed.has(change)).map(nameOf));
  creations.doubt(
    runUid,
    failures
      .filter(({ change }) => createsJob(change))
      .filter(mayHaveSucceeded)
      .map(({ change }) => nameOf(change)),
    now,
  );
}

const createsJob = ({ type, object }: Change): boolean => type === 'create' && object.kind === 'Job';

const isJobAmendment = (change: Change): change is Amendment => change.type === 'amend' && change.object.kind === 'Job';

const startsTask = (change: Change): boolean => createsJob(change) || (isJobAmendment(change) && isUnhold(change));

const nameOf = ({ object }: Change): string => object.metadata.name;
