import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ChildFailure } from '../../engine/reconcile/act.js';
import { type Ledger, type LedgerEntry, type LedgerPart, MAX_ENTRIES, withEntries } from './ledger.js';
import { type LedgerOwner, type LedgerStore, ledgerConfigMap } from './ledger-store.js';

/** So many are kept in memory, more than there are passes at a time; the least recently used go first, and are read again. */
const KEPT_LEDGERS = 16;

/**
 * The ledgers of Batches: read once from the API server, then held in memory, since only the leader writes them. What is
 * missing there, because a backup was restored or a ConfigMap was changed, is written again.
 */
export class Ledgers {
  /** By uid of the Batch, the least recently used first. */
  private readonly known = new Map<string, Ledger>();
  /** Of an API server that has been restored since. By uid of the Batch. */
  private readonly earlier = new Map<string, Ledger>();
  /** How often what is known was doubted. */
  private doubts = 0;
  /** By uid of the Batch: several runs of one may succeed at the same time. */
  private readonly working = new Map<string, Promise<unknown>>();

  /** The ledger, read if it is not known. @throws ApiError when the API server does not say */
  async load(batch: LedgerOwner, store: LedgerStore): Promise<Ledger> {
    const { uid = '' } = batch.metadata;
    const ledger = this.known.get(uid) ?? (await this.inTurn(uid, () => this.readOnce(batch, store)));
    if (this.known.has(uid)) this.keep(uid, ledger);
    return ledger;
  }

  /** The ledger as it is known at this moment; undefined if it must be read. */
  latest({ metadata: { uid = '' } }: LedgerOwner): Ledger | undefined {
    return this.known.get(uid);
  }

  /** Resolves when the entries are stored, with what the API server refused. */
  record(batch: LedgerOwner, entries: readonly LedgerEntry[], store: LedgerStore): Promise<readonly ChildFailure[]> {
    return this.inTurn(batch.metadata.uid ?? '', async () => {
      const ledger = await this.readOnce(batch, store);
      return this.write(batch, ledger, withEntries(ledger, batch.metadata.name, entries), store);
    });
  }

  /** What the memory of passes holds of a run goes with it. A ledger is of its Batch, and stays. */
  forget(_runUid: string): void {}

  /** The API server may hold less than what is known: each ledger is read again, and completed. */
  distrust(): void {
    for (const [uid, ledger] of this.known) this.earlier.set(uid, ledger);
    this.known.clear();
    this.doubts += 1;
  }

  private keep(uid: string, ledger: Ledger): void {
    this.known.delete(uid);
    this.known.set(uid, ledger);
    for (const oldest of [...this.known.keys()].slice(0, -KEPT_LEDGERS)) this.known.delete(oldest);
  }

  private async inTurn<T>(uid: string, work: () => Promise<T>): Promise<T> {
    const before = this.working.get(uid) ?? Promise.resolve();
    const working = before.catch(() => undefined).then(work);
    this.working.set(uid, working);
    try {
      return await working;
    } finally {
      if (this.working.get(uid) === working) this.working.delete(uid);
    }
  }

  /** In turn. What could not be written again is known to this pass alone, and the next one tries again. */
  private async readOnce(batch: LedgerOwner, store: LedgerStore): Promise<Ledger> {
    const { name, uid = '' } = batch.metadata;
    const known = this.known.get(uid);
    if (known) return known;
    const read = await store.read(batch);
    const wanted = [...(this.earlier.get(uid)?.entries.values() ?? []), ...store.reported(batch)];
    const lost = wanted.filter(({ key }) => !read.entries.has(key));
    // Never instead of what is there: a full ledger has let the oldest go.
    const room = MAX_ENTRIES - read.entries.size;
    const whole = withEntries(read, name, room > 0 ? lost.slice(-room) : []);
    const failures = await this.write(batch, read, whole, store);
    if (failures.length === 0) this.earlier.delete(uid);
    return whole;
  }

  /** In turn. */
  private async write(
    batch: LedgerOwner,
    before: Ledger,
    next: Ledger,
    store: LedgerStore,
  ): Promise<readonly ChildFailure[]> {
    const { uid = '' } = batch.metadata;
    const changed = next.parts.filter((part) => !before.parts.includes(part));
    const { doubts } = this;
    try {
      for (const part of changed) await store.write(ledgerConfigMap(batch, part), uid);
      if (changed.length > 0) await store.state(batch, next);
      // Otherwise the parts that did not change may be missing.
      if (doubts === this.doubts) this.keep(uid, next);
      else this.earlier.set(uid, next);
      return [];
    } catch (error) {
      // What of it was carried out is not known.
      this.known.delete(uid);
      if (!isApiError(error)) throw error;
      return changed.slice(0, 1).map((part) => failure(batch, part, error));
    }
  }
}

const failure = (
  batch: LedgerOwner,
  part: LedgerPart,
  { reason, message, transient }: Pick<ChildFailure, 'reason' | 'message' | 'transient'>,
): ChildFailure => ({ change: { type: 'update', object: ledgerConfigMap(batch, part) }, reason, message, transient });
