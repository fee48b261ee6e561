import { Counter, type Registry } from 'prom-client';
import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { type Runs, templateOf } from '../batch-run/metrics/metrics.js';
import { StoredSpend } from '../batch-run/metrics/stored-spend.js';
import type { ObservedConfigMap } from '../batch-run/observed.js';
import { type Spend, spentByRun, spentByTaskRun } from './spend.js';

export interface SpendSources {
  readonly batchRuns: Runs<BatchRun> & {
    readonly store: { get(namespace: string, name: string): BatchRun | undefined };
  };
  readonly taskRuns: Runs<TaskRun>;
  readonly outcomes: Pick<Runs<ObservedConfigMap>, 'onChange'> & {
    /** The ConfigMaps with the run's label. */
    of(run: BatchRun): readonly ObservedConfigMap[];
  };
  /** Only the leader counts, or a sum over replicas would count twice. */
  readonly isLeader: () => boolean;
}

/** What agents report to have cost, as far as a status vouches for it. What ended while nobody led is not counted. */
export function spendMetrics(registry: Registry, { batchRuns, taskRuns, outcomes, isLeader }: SpendSources): void {
  const count = spendCounters(registry);
  const stored = new StoredSpend(outcomes.of);
  batchRuns.onChange((delta) => {
    if (delta.type === 'deleted') stored.forget(delta.object);
    if (delta.type !== 'updated' || !isLeader()) return;
    count(delta.object, delta.object, stored.ended(delta.previous, delta.object));
    count(delta.object, delta.object, spentByRun(delta.previous.status, delta.object.status ?? {}));
  });
  taskRuns.onChange((delta) => {
    if (delta.type !== 'updated' || !isLeader()) return;
    count(delta.object, delta.object, spentByTaskRun(delta.previous.status, delta.object.status ?? {}));
  });
  outcomes.onChange((delta) => {
    if (delta.type === 'deleted' || !isLeader()) return;
    const { metadata } = delta.object;
    const run = batchRuns.store.get(metadata.namespace ?? '', controllerOf(delta.object)?.name ?? '');
    if (run) count(run, run, stored.arrived(run));
  });
}

type Count = (
  counted: Pick<KubernetesObject, 'metadata' | 'kind'>,
  run: BatchRun | TaskRun | undefined,
  spends: readonly Spend[],
) => void;

function spendCounters(registry: Registry): Count {
  const labelNames = ['kind', 'namespace', 'template', 'phase'] as const;
  const registers = [registry];
  const cost = new Counter({
    name: 'kubetask_cost_usd_total',
    help: 'US dollars that agents reported in costUsd of their results, of work that ended while this replica led.',
    labelNames,
    registers,
  });
  const tokens = new Counter({
    name: 'kubetask_tokens_total',
    help: 'The same of tokens.',
    labelNames,
    registers,
  });
  return ({ metadata }, run, spends) => {
    const kind = run?.kind ?? 'BatchRun';
    const labels = { kind, namespace: metadata.namespace ?? '', template: run ? templateOf(run) : '' };
    for (const { phase, ...amounts } of spends) {
      cost.inc({ ...labels, phase }, amounts.costUsd);
      tokens.inc({ ...labels, phase }, amounts.tokens);
    }
  };
}
