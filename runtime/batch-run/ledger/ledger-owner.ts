import type { Batch, BatchRun } from '../../../api/generated/kinds.js';
import type { Informers } from '../informers.js';

/** The Batch whose ledger the run uses, if it reuses results; undefined when it names none, or when that is gone. */
export function ledgerOwner({ metadata, spec }: BatchRun, { batches }: Pick<Informers, 'batches'>): Batch | undefined {
  const name = spec.batchRef ?? spec.reuseFrom;
  return name === undefined ? undefined : batches.store.get(metadata.namespace ?? '', name);
}
