import type { BatchRun, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { parseOutcomes } from '../../runtime/batch-run/outcomes.js';
import { configMaps } from '../../runtime/engine/resource.js';
import type { Cluster } from './cluster.js';

/** The outcomes that a large run keeps beside its status, by index; empty for others. */
export async function outcomesOfRun(cluster: Cluster, run: BatchRun): Promise<Map<number, TaskStatus>> {
  const outcomes = new Map<number, TaskStatus>();
  for (const name of run.status?.outcomes ?? []) {
    const stored = await cluster.find<KubernetesObject & { data?: Record<string, string> }>(
      configMaps,
      name,
      run.metadata.namespace,
    );
    for (const [index, entry] of parseOutcomes(stored?.data)) outcomes.set(index, entry);
  }
  return outcomes;
}
