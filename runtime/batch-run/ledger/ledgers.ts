import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ChildFailure } from '../../engine/reconcile/act.js';
import { type Ledger, type LedgerEntry, type LedgerPart, withEntries } from './ledger.js';
import { type LedgerOwner, type LedgerStore, ledgerConfigMap } from './ledger-store.js';

/** So many are kept in memory, more than there are passes at a time; the least recently used go first, and are read again. */
const KEPT_LEDGERS = 16;

/** The ledgers of Batches: read once from the API server, then held in memory, since only the leader writes them. */
export class Ledgers {
  /** By uid of the Batch, the least recently used first. */
  private readonly known = new Map<string, Ledger>();
  /** By uid of the Batch: several runs of one may succeed at the same time. */
  private readonly writing = new Map<string, Promise<unknown>>();

  /** The ledger, read if it is not known. @throws ApiError when the API server does not say */
  async load(batch: LedgerOwner, store: LedgerStore): Promise<Ledger> {
    const { uid = '' } = batch.metadata;
    const read = this.known.get(uid) ?? (await store.read(batch));
    // Meanwhile another pass may have read it, and written more.
    const ledger = this.known.get(uid) ?? read;
    this.keep(uid, ledger);
    return ledger;
  }

  /** The ledger as it is known at this moment; undefined if it must be read. */
  latest({ metadata: { uid = '' } }: LedgerOwner): Ledger | undefined {
    return this.known.get(uid);
  }

  /** Resolves when the entries are stored, with what the API server refused. */
  async record(
    batch: LedgerOwner,
    entries: readonly LedgerEntry[],
    store: LedgerStore,
  ): Promise<readonly ChildFailure[]> {
    const { uid = '' } = batch.metadata;
    const before = this.writing.get(uid) ?? Promise.resolve();
    const writing = before.catch(() => undefined).then(() => this.write(batch, entries, store));
    this.writing.set(uid, writing);
    try {
      return await writing;
    } finally {
      if (this.writing.get(uid) === writing) this.writing.delete(uid);
    }
  }

  /** What the memory of passes holds of a run goes with it. A ledger is of its Batch, and stays. */
  forget(_runUid: string): void {}

  private keep(uid: string, ledger: Ledger): void {
    this.known.delete(uid);
    this.known.set(uid, ledger);
    for (const oldest of [...this.known.keys()].slice(0, -KEPT_LEDGERS)) this.known.delete(oldest);
  }

  private async write(
    batch: LedgerOwner,
    entries: readonly LedgerEntry[],
    store: LedgerStore,
  ): Promise<readonly ChildFailure[]> {
    const { name, uid = '' } = batch.metadata;
    const ledger = await this.load(batch, store);
    const next = withEntries(ledger, name, entries);
    const changed = next.parts.filter((part) => !ledger.parts.includes(part));
    try {
      for (const part of changed) await store.write(ledgerConfigMap(batch, part), uid);
      if (changed.length > 0) await store.state(batch, next);
      this.keep(uid, next);
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
