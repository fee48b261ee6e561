import type { Batch, BatchRun, BatchSpec, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { parseOutcomes } from '../../runtime/batch-run/outcomes.js';
import { batches, configMaps } from '../../runtime/engine/resource.js';
import type { Cluster } from './cluster.js';

/** The spec a run is made from, as it is now; undefined when its Batch is gone. */
export async function batchOfRun(cluster: Cluster, { spec, metadata }: BatchRun): Promise<BatchSpec | undefined> {
  if (spec.batchSpec || !spec.batchRef) return spec.batchSpec;
  return (await cluster.find<Batch>(batches, spec.batchRef, metadata.namespace))?.spec;
}

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
