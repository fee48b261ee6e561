import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Meters } from './meters.js';
import type { Spend } from './spend.js';

/** Counts what the work of a run has cost. */
export type CountSpend = (run: KubernetesObject, template: string, spends: readonly Spend[]) => void;

/** What agents report to have cost, as far as a status vouches for it. What ended while there was no leader is not counted. */
export function spendCounters(meters: Meters): CountSpend {
  const labelNames = ['kind', 'namespace', 'template', 'phase'] as const;
  const cost = meters.counter({
    name: 'kubetask_cost_usd_total',
    help: 'US dollars that agents reported in costUsd of their results, of work that ended while this replica led.',
    labelNames,
  });
  const tokens = meters.counter({
    name: 'kubetask_tokens_total',
    help: 'The same of tokens, input and output together.',
    labelNames,
  });
  return ({ kind, metadata }, template, spends) => {
    const labels = { kind, namespace: metadata.namespace ?? '', template };
    for (const { phase, ...amounts } of spends) {
      cost.inc({ ...labels, phase }, amounts.costUsd);
      tokens.inc({ ...labels, phase }, amounts.tokens);
    }
  };
}
