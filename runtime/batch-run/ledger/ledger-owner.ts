import type { Batch, BatchRun } from '../../../api/generated/kinds.js';
import { proveOutcomes } from '../../../api/status/proven-outcomes.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { type Informers, runLabelKey } from '../informers.js';
import { LedgerStore } from './ledger-store.js';
import { reportedEntries } from './reported-entries.js';

/** The Batch whose ledger the run uses, if it reuses results; undefined when it names none, or when that is gone. */
export function ledgerOwner({ metadata, spec }: BatchRun, { batches }: Pick<Informers, 'batches'>): Batch | undefined {
  const name = spec.batchRef ?? spec.reuseFrom;
  return name === undefined ? undefined : batches.store.get(metadata.namespace ?? '', name);
}

/** Ledgers on the API server, and what the runs in the caches say of them. */
export const ledgerStore = (
  transport: Pick<Transport, 'request'>,
  { runs, configMaps }: Pick<Informers, 'runs' | 'configMaps'>,
): LedgerStore =>
  new LedgerStore(transport, (batch) =>
    reportedEntries(
      batch,
      runs.store.list('byBatch', keyOf(batch)).map((run) => ({
        run,
        shards: proveOutcomes(run, configMaps.store.list('byRun', runLabelKey(run))).shards.values(),
      })),
    ),
  );
