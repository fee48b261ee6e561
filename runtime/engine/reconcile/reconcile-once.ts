import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ProcessResult } from '../../../packages/work-queue/work-queue.js';
import type { ChildFailure } from './act.js';
import { type CreationDoubts, postponement } from './creation-doubts.js';
import { type Change, diff, type KindPolicy } from './diff.js';
import type { Doubtful } from './parent-doubts.js';
import type { TooSoon, WithStatus, WriteOutcome } from './status-writer.js';
import type { Unseen } from './still-exists.js';

/** Everything one pass may look at. No client, no clock, no promise. Shared with the caches: must not be changed. */
export interface Observed<Parent extends WithStatus = WithStatus> {
  readonly parent: Parent;
  /** Of the kinds that the controller creates; also such that others created. */
  readonly children: readonly KubernetesObject[];
}

/** What a pass says about its parent, and when it wants to look again. */
export interface Report<Status extends object> {
  /** The whole status. */
  readonly status: Status;
  /**
   * Whether the status may stay unwritten for now: it says nothing that anybody waits for, and what comes next is near.
   *
   * @default false
   */
  readonly defersStatus?: boolean | undefined;
  /** Look again after so many seconds although nothing has changed. */
  readonly requeueAfterSeconds?: number | undefined;
}

/** Everything one pass may ask for. */
export interface Outcome<Status extends object> extends Report<Status> {
  /** The children there should be, those already there included. */
  readonly desired: readonly KubernetesObject[];
  /**
   * Changes besides those that lead to `desired`: to objects that are others' children, or to the parent itself. A
   * decision must ask for none of them once it is so.
   *
   * @default none
   */
  readonly amendments?: readonly Change[] | undefined;
  /**
   * Children that were seen once and are missing now, or were never seen, when the decision takes them for gone: it holds
   * only if the API server does not have them either. A cache may be behind what another replica, or another cache, saw.
   *
   * @default none
   */
  readonly verifyGone?: readonly (KubernetesObject | Unseen)[] | undefined;
  /**
   * What the kind must store besides children before any of this is carried out or said. The engine only passes it on.
   *
   * @default nothing
   */
  readonly records?: readonly object[] | undefined;
}

/** The decisions of a kind. Both are pure, so a call is a question and not an act; `now` is in milliseconds since the epoch. */
export interface Reconciler<O extends Observed, Status extends object> {
  /** What should exist, and what the status says if all of it succeeds. */
  readonly reconcile: (observed: O, now: number) => Outcome<Status>;
  /**
   * What the status says after some of the changes failed.
   *
   * @param observed what `reconcile` saw, with the children that the pass has created
   * @param failures at least one
   */
  readonly explain: (observed: O, failures: readonly ChildFailure[], now: number) => Report<Status>;
}

/** The world as one controller reads and changes it. */
export interface Cluster<O extends Observed, Status extends object> {
  /** By kind of child. */
  readonly kinds: Readonly<Record<string, KindPolicy>>;
  /** Undefined when the parent is gone. */
  observe(key: string): O | undefined;
  /** Called once a pass, with what was decided before anything is asked for. @default nothing */
  readonly onDecided?: (observed: O, outcome: Outcome<Status>) => void;
  /**
   * Called in the moment of the decision with what it asks for, so that another pass which decides meanwhile can count it.
   * What it returns is called when all of it has been asked for and answered, or nothing of it will be. @default nothing
   */
  readonly reserve?: (observed: O, changes: readonly Change[]) => () => void;
  /** Stores the records of a decision. What could not be stored fails the pass before it acts. @default nothing */
  readonly record?: (observed: O, records: readonly object[]) => Promise<readonly ChildFailure[]>;
  /** Whether any of these children of the parent is there after all. */
  stillExists(observed: O, missing: readonly (KubernetesObject | Unseen)[]): Promise<boolean>;
  /** Seconds to wait because the API server has a later version of the parent; 0 when nothing speaks for it. */
  secondsBehind(observed: O, about: Doubtful): Promise<number>;
  /** What was observed, with what the decision needs besides and the caches do not hold; or how long to wait for it. */
  prepare(observed: O): Promise<O | TooSoon>;
  /**
   * What was observed, with what must be as it is at the moment of the decision: other passes may have asked for something
   * since. @default as it is
   */
  readonly complete?: (observed: O) => O;
  /** What speaks against these creations: that one was made before and has done its work, although no status says so. */
  creationDoubts(observed: O, creations: readonly Change[]): Promise<CreationDoubts>;
  /** What was observed, with what acting has added: nothing else that has come to be known since. */
  afterActing(observed: O, succeeded: readonly Change[]): O;
  act(observed: O, changes: readonly Change[]): Promise<readonly ChildFailure[]>;
  writeStatus(observed: O, status: Status): Promise<WriteOutcome | TooSoon>;
}

/** Long enough for the watch to bring what we conflicted with. */
const conflictSeconds = 0.2;
/** Time for a cache that is behind. Its next event wakes the parent anyway. */
const behindSeconds = 1;

/**
 * One pass: observe, decide, act, then write the status, last and once.
 *
 * A pass has three outcomes: done (undefined), look again in N seconds, or failed (it throws, and backs off). A parent
 * that is being deleted is left alone: the garbage collector takes its children.
 *
 * @throws ChildrenError when the API server refused changes, unless all failures are permanent and `explain` said when
 *   to look again; ApiError when the status could not be written
 */
export async function reconcileOnce<O extends Observed, Status extends object>(
  key: string,
  cluster: Cluster<O, Status>,
  reconciler: Reconciler<O, Status>,
  now: number,
): Promise<ProcessResult | undefined> {
  const observed = cluster.observe(key);
  if (!observed || observed.parent.metadata.deletionTimestamp !== undefined) return undefined;
  const behind = await cluster.secondsBehind(observed, 'Pass');
  if (behind > 0) return { requeueAfterSeconds: behind };
  const prepared = await cluster.prepare(observed);
  if ('waitSeconds' in prepared) return { requeueAfterSeconds: prepared.waitSeconds };
  return decide(cluster.complete?.(prepared) ?? prepared, cluster, reconciler, now);
}

async function decide<O extends Observed, Status extends object>(
  observed: O,
  cluster: Cluster<O, Status>,
  reconciler: Reconciler<O, Status>,
  now: number,
): Promise<ProcessResult | undefined> {
  const { children, parent } = observed;
  const planned = reconciler.reconcile(observed, now);
  cluster.onDecided?.(observed, planned);
  const policy = { ownerUid: parent.metadata.uid ?? '', kinds: cluster.kinds };
  const changes = [...diff(children, planned.desired, policy), ...(planned.amendments ?? [])];
  const acted = await carryOut(observed, cluster, planned, changes);
  if ('requeueAfterSeconds' in acted) return acted;
  const { failures, postponed, asked } = acted;
  const undone = [...failures, ...postponed];
  const { status, defersStatus, requeueAfterSeconds } =
    undone.length > 0 ? reconciler.explain(afterFailures(observed, cluster, asked, undone), undone, now) : planned;
  const written = defersStatus ? 'unchanged' : await cluster.writeStatus(observed, status);
  if (written === 'conflict' || areConflicts(failures))
    return { requeueAfterSeconds: conflictSeconds, isConflict: true };
  const mayWait = requeueAfterSeconds !== undefined && !failures.some(({ transient }) => transient);
  if (failures.length > 0 && !mayWait) throw new ChildrenError(failures);
  const again = Math.min(
    typeof written === 'object' ? written.waitSeconds : Number.POSITIVE_INFINITY,
    postponed.length > 0 ? conflictSeconds : Number.POSITIVE_INFINITY,
    requeueAfterSeconds ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(again) ? { requeueAfterSeconds: again } : undefined;
}

interface Acted {
  readonly failures: readonly ChildFailure[];
  /** Creations that were not asked for. */
  readonly postponed: readonly ChildFailure[];
  /** All others; none if the records of the decision could not be stored. */
  readonly asked: readonly Change[];
}

/** Makes the changes, unless the decision turns out to be hasty: then the seconds until the next pass. */
async function carryOut<O extends Observed, Status extends object>(
  observed: O,
  cluster: Cluster<O, Status>,
  { verifyGone = [], records = [] }: Outcome<Status>,
  changes: readonly Change[],
): Promise<Acted | { readonly requeueAfterSeconds: number }> {
  const release = cluster.reserve?.(observed, changes);
  try {
    if (verifyGone.length > 0 && (await cluster.stillExists(observed, verifyGone)))
      return { requeueAfterSeconds: behindSeconds };
    const unsettled = await unsettledCreations(observed, cluster, changes);
    if (typeof unsettled === 'number') return { requeueAfterSeconds: unsettled };
    const unrecorded = records.length > 0 ? await cluster.record?.(observed, records) : undefined;
    if (unrecorded && unrecorded.length > 0) return { failures: unrecorded, postponed: [], asked: [] };
    const asked = changes.filter((change) => !unsettled.includes(change));
    return { failures: await cluster.act(observed, asked), postponed: unsettled.map(postponement), asked };
  } finally {
    release?.();
  }
}

function afterFailures<O extends Observed>(
  observed: O,
  cluster: Pick<Cluster<O, object>, 'afterActing'>,
  changes: readonly Change[],
  failures: readonly ChildFailure[],
): O {
  const failed = new Set(failures.map(({ change }) => change));
  return cluster.afterActing(
    observed,
    changes.filter((change) => !failed.has(change)),
  );
}

/** Whether nothing is wrong but that the cache does not have our own last writes yet. */
const areConflicts = (failures: readonly ChildFailure[]): boolean =>
  failures.length > 0 && failures.every(({ reason }) => reason === 'Conflict');

/**
 * The creations that must wait while the others are made; or the seconds until the next pass when this one must create
 * nothing: nothing may be done twice because a status was out of date, or because the memory of it was lost.
 */
async function unsettledCreations<O extends Observed>(
  observed: O,
  cluster: Pick<Cluster<O, object>, 'secondsBehind' | 'creationDoubts'>,
  changes: readonly Change[],
): Promise<readonly Change[] | number> {
  const creations = changes.filter(({ type }) => type === 'create');
  if (creations.length === 0) return [];
  const waitSeconds = await cluster.secondsBehind(observed, 'Creation');
  if (waitSeconds > 0) return waitSeconds;
  const { hasBegun, unsettled } = await cluster.creationDoubts(observed, creations);
  const waiting = creations.filter(({ object }) => unsettled.has(object.metadata.name));
  return hasBegun || waiting.length === creations.length ? conflictSeconds : waiting;
}

/** Names the first failure. It does not carry the changes: a logger would print the objects and their content. */
export class ChildrenError extends Error {
  override readonly name = 'ChildrenError';
  /** Of the first failure, as in `ApiError`. */
  readonly reason: string | undefined;

  constructor(failures: readonly ChildFailure[]) {
    super(`Cannot carry out ${failures.length} of the changes: ${failures[0]?.message}`);
    this.reason = failures[0]?.reason;
  }
}
