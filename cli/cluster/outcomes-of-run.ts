import type { BatchRun, TaskStatus } from '../../api/generated/kinds.js';
import { configMaps } from '../../api/kinds/kubernetes.js';
import { parseOutcomes, type StoredOutcomes } from '../../api/status/outcome-data.js';
import { proveOutcomes } from '../../api/status/proven-outcomes.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Output } from '../output/output.js';
import type { Cluster } from './cluster.js';

type ConfigMap = KubernetesObject & { readonly data?: Readonly<Record<string, string>> };

/**
 * The outcomes that a large run keeps beside its status, by index; empty for others. What the controller did not write is
 * left out, and `err` says so.
 */
export async function outcomesOfRun(cluster: Cluster, run: BatchRun, err: Output): Promise<Map<number, TaskStatus>> {
  const stored: StoredOutcomes[] = [];
  for (const name of run.status?.outcomes ?? []) {
    const found = await cluster.find<ConfigMap>(configMaps, name, run.metadata.namespace);
    if (found) stored.push({ ...found, outcomes: parseOutcomes(found.data) });
  }
  const { shards, forged } = proveOutcomes(run, stored);
  for (const name of forged)
    err.line(`configmap/${name} holds outcomes that the controller did not write; they are ignored`);
  return new Map([...shards.values()].flatMap(({ entries }) => [...entries]));
}
