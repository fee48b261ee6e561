import type { BatchRunStatus } from '../../api/generated/kinds.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import { createRunsController } from '../controllers/runs-controller.js';
import type { Controller } from '../engine/reconcile/controller.js';
import { noteDepartures } from './departed/note-departures.js';
import { explain } from './explain.js';
import type { Informers } from './informers.js';
import { jobNamesIn } from './jobs/job-names.js';
import type { LedgerEntry } from './ledger/ledger.js';
import { ledgerOwner, ledgerStore } from './ledger/ledger-owner.js';
import { type BatchRunContext, complete, observe, prepare } from './observe.js';
import type { ObservedBatchRun } from './observed.js';
import { noteAnswers, noteAsked, type PassMemory, reserve } from './pass-memory.js';
import { reconcile } from './reconcile.js';
import { forgeryEvents, runEvents } from './run-events.js';
import { wakeUps } from './wake-ups.js';

/** Binds the pure `reconcile` to what the informers hold. */
export function batchRunController(informers: Informers, context: BatchRunContext): Controller {
  const { clock = systemClock, memory, limits } = context;
  noteDepartures(memory.departed, informers, () => clock.now());
  const store = ledgerStore(context.transport, informers);
  context.restores?.listen(() => memory.ledgers.distrust());
  return createRunsController<ObservedBatchRun, BatchRunStatus, PassMemory>(
    {
      name: 'batch-run',
      runs: informers.runs,
      workers: informers.jobs,
      workerKind: 'Job',
      workersTold: jobNamesIn,
      memory,
      notes: { reserve, noteAsked, noteAnswers },
      wakeUps: wakeUps(informers, limits),
      kinds: { Job: 'createOnly', ConfigMap: 'update' },
      observe: (run) => observe(run, informers, context, clock.now()),
      prepare: (observed) => prepare(observed, informers, context),
      complete: (observed) => complete(observed, informers, context, clock.now()),
      record: async ({ parent }, records) => {
        const batch = ledgerOwner(parent, informers);
        return batch ? memory.ledgers.record(batch, records as readonly LedgerEntry[], store) : [];
      },
      reconcile,
      explain,
      observedEvents: ({ outcomes }) => forgeryEvents(outcomes),
      events: runEvents,
    },
    context,
  );
}
