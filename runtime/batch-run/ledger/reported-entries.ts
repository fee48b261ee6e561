import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import type { OutcomeShard } from '../../../api/status/outcome-shard.js';
import { type LedgerEntry, ledgerEntry } from './ledger.js';
import type { LedgerOwner } from './ledger-store.js';

/** A run that uses the ledger of a Batch, and what of its stored outcomes is proven. */
export interface ReportingRun {
  readonly run: BatchRun;
  readonly shards: Iterable<OutcomeShard>;
}

/**
 * The tasks of which the runs of a Batch say that they have succeeded, the earliest first, each key once. Only the controller
 * writes that, and only after the ledger had it: what is missing there was lost. What succeeded before the Batch existed was
 * in the ledger of another Batch of that name.
 */
export function reportedEntries({ metadata: { creationTimestamp = '' } }: LedgerOwner, runs: readonly ReportingRun[]) {
  const tasks = runs.flatMap(({ run, shards }) => {
    const stored = [...shards].flatMap(({ entries }) => [...entries.values()]);
    return [...(run.status?.tasks ?? []), ...stored].map((task) => ({ run: run.metadata.name, task }));
  });
  const entries = new Map<string, LedgerEntry>();
  for (const { run, task } of tasks.filter(({ task }) => hasSucceeded(task, creationTimestamp)).sort(byEnd))
    if (task.key !== undefined && !entries.has(task.key)) entries.set(task.key, ledgerEntry(run, task.key, task));
  return [...entries.values()];
}

/** Times of one format and zone sort as text. */
const hasSucceeded = ({ phase, completionTime = '' }: TaskStatus, since: string): boolean =>
  phase === 'Succeeded' && completionTime >= since;

const byEnd = (a: { readonly task: TaskStatus }, b: { readonly task: TaskStatus }): number =>
  (a.task.completionTime ?? '') < (b.task.completionTime ?? '') ? -1 : 1;
