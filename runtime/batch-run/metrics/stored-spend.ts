import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { settledIndexes } from '../../../api/status/outcome-digest.js';
import type { Spend } from '../../observability/spend.js';
import type { ObservedConfigMap } from '../observed.js';
import { OutcomeMemory } from '../outcomes/outcome-memory.js';
import { spentByTasks } from './run-spend.js';

const none: ReadonlyMap<number, TaskStatus> = new Map();

/**
 * What the tasks of large runs have cost, which keep their outcomes in ConfigMaps. A task counts once, when the status
 * says that it ended and a ConfigMap that matches the status says what it cost, in whatever order the two arrive.
 */
export class StoredSpend {
  private readonly memory = new OutcomeMemory();
  /** Tasks that have ended and whose outcome is still to come, by uid of the run. */
  private readonly awaited = new Map<string, Set<number>>();

  /** @param stored the ConfigMaps with a run's label */
  constructor(private readonly stored: (run: BatchRun) => readonly ObservedConfigMap[]) {}

  /** The status of a run has changed. */
  ended(before: BatchRun, run: BatchRun): Spend[] {
    if (run.status?.outcomes === undefined) return [];
    const known = settledIndexes(before.status);
    const fresh = [...settledIndexes(run.status)].filter((index) => !known.has(index));
    const { uid = '' } = run.metadata;
    if (fresh.length > 0) this.awaited.set(uid, new Set([...(this.awaited.get(uid) ?? []), ...fresh]));
    return this.arrived(run);
  }

  /** A ConfigMap of a run has changed. */
  arrived(run: BatchRun): Spend[] {
    const { uid = '' } = run.metadata;
    const awaited = this.awaited.get(uid);
    if (!awaited) return [];
    const { shards } = this.memory.prove(run, this.stored(run));
    const entries = [...shards.values()].flatMap(({ digest, entries }) => (digest === '' ? [] : [...entries]));
    const read = new Map(entries.filter(([index]) => awaited.has(index)));
    for (const index of read.keys()) awaited.delete(index);
    if (awaited.size === 0) this.awaited.delete(uid);
    if (run.status?.completionTime !== undefined && awaited.size === 0) this.memory.forget(uid);
    return spentByTasks(none, read);
  }

  forget({ metadata: { uid = '' } }: BatchRun): void {
    this.awaited.delete(uid);
    this.memory.forget(uid);
  }
}
