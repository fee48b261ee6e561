import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { outcomeData } from '../../../api/status/outcome-data.js';
import { isSameEntry, outcomeDigest } from '../../../api/status/outcome-digest.js';
import { outcomesName, type ProvenOutcomes, SHARD_TASKS } from '../../../api/status/outcome-shard.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedConfigMap, ObservedJob } from '../observed.js';
import { isInline } from '../outcomes/inline-capacity.js';
import { isFinished } from '../task-state.js';

/**
 * The ConfigMaps that must keep more settled tasks of a large run than they were observed to, in shard order, each on
 * the condition that it was not changed since. Empty when all is stored, and for a run whose status keeps all entries.
 *
 * @param tasks every task by index
 * @param observed the run's own children
 */
export function unstoredOutcomes(
  run: BatchRun,
  tasks: readonly TaskStatus[],
  observed: readonly (ObservedJob | ObservedConfigMap)[],
): KubernetesObject[] {
  if (isInline(run, tasks.length)) return [];
  const stored = observed.filter((child) => child.kind === 'ConfigMap');
  const byName = new Map(stored.map((configMap) => [configMap.metadata.name, configMap]));
  return settledByShard(tasks).flatMap((settled, shard) => {
    const stored = byName.get(outcomesName(run.metadata.name, shard));
    return settled.every((entry) => isSameEntry(entry, stored?.outcomes?.get(entry.index)))
      ? []
      : [toConfigMap(run, shard, settled, stored)];
  });
}

/**
 * The ConfigMaps that have anything to keep, in shard order, and the digest of what each keeps.
 *
 * @param proven a shard that has all its tasks from there keeps its digest
 */
export function outcomeProofs(
  run: BatchRun,
  tasks: readonly TaskStatus[],
  { shards }: ProvenOutcomes,
): { readonly outcomes: string[]; readonly outcomeDigests: string[] } {
  const kept = settledByShard(tasks).flatMap((settled, shard) => {
    if (settled.length === 0) return [];
    const name = outcomesName(run.metadata.name, shard);
    const known = shards.get(name);
    const isKnown =
      known?.digest &&
      known.entries.size === settled.length &&
      settled.every((entry) => known.entries.get(entry.index) === entry);
    return [{ name, digest: isKnown ? known.digest : outcomeDigest(settled) }];
  });
  return { outcomes: kept.map(({ name }) => name), outcomeDigests: kept.map(({ digest }) => digest) };
}

function settledByShard(tasks: readonly TaskStatus[]): TaskStatus[][] {
  return Array.from({ length: Math.ceil(tasks.length / SHARD_TASKS) }, (_, shard) =>
    tasks.slice(shard * SHARD_TASKS, (shard + 1) * SHARD_TASKS).filter(isFinished),
  );
}

function toConfigMap(
  run: BatchRun,
  shard: number,
  settled: readonly TaskStatus[],
  stored: ObservedConfigMap | undefined,
) {
  const { name, namespace } = run.metadata;
  const { resourceVersion } = stored?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: outcomesName(name, shard),
      ...(namespace ? { namespace } : {}),
      labels: { [LABEL_BATCH_RUN]: fitName(name), [LABEL_OUTCOMES_SHARD]: String(shard) },
      ...(resourceVersion ? { resourceVersion } : {}),
    },
    data: outcomeData(settled),
  } satisfies KubernetesObject & { data: Record<string, string> };
}
