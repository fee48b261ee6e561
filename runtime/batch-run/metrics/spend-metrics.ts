import type { BatchRun } from '../../../api/generated/kinds.js';
import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import { type Counted, type IsLeader, whileLeading } from '../../observability/counted.js';
import type { Meters } from '../../observability/meters.js';
import { spendCounters } from '../../observability/spend-counters.js';
import { runLabelKey } from '../informers.js';
import type { ObservedConfigMap } from '../observed.js';
import { spentByRun } from './run-spend.js';
import { StoredSpend } from './stored-spend.js';

/** The parts of the informers that are read here. */
export interface CountedRuns {
  readonly runs: Counted<BatchRun> & {
    readonly store: { get(namespace: string, name: string): BatchRun | undefined };
  };
  readonly configMaps: Pick<Counted<ObservedConfigMap>, 'onChange'> & {
    readonly store: { list(index: 'byRun', key: string): readonly ObservedConfigMap[] };
  };
}

/** What the tasks of runs have cost: of a large run, when its status and its stored outcomes agree. */
export function spendMetrics(meters: Meters, { runs, configMaps }: CountedRuns, isLeader: IsLeader): void {
  const counters = spendCounters(meters);
  const count = (run: BatchRun, spends: Parameters<typeof counters>[2]) =>
    counters(run, run.spec.batchRef ?? '', spends);
  const stored = new StoredSpend((run) => configMaps.store.list('byRun', runLabelKey(run)));
  whileLeading(runs, isLeader, (before, run) => {
    count(run, stored.ended(before, run));
    count(run, spentByRun(before.status, run.status ?? {}));
  });
  runs.onChange(({ type, object }) => {
    if (type === 'deleted') stored.forget(object);
  });
  configMaps.onChange(({ type, object }) => {
    if (type === 'deleted' || !isLeader()) return;
    const run = runs.store.get(object.metadata.namespace ?? '', controllerOf(object)?.name ?? '');
    if (run) count(run, stored.arrived(run));
  });
}
