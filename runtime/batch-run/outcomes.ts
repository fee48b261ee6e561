import type { BatchRun, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import { fitName } from '../../plan/naming.js';
import type { ObservedConfigMap, ObservedJob } from './observed.js';
import { isSettled } from './task-state.js';

/** Tasks per ConfigMap. */
export const SHARD_TASKS = 500;

export const outcomesName = (run: string, shard: number): string => fitName(`${run}-outcomes-${shard}`);

/**
 * The ConfigMaps that must keep more settled tasks of a large run than they were observed to, in shard order, each on
 * the condition that nobody changed it since. Empty when everything is stored.
 *
 * @param tasks every task by index
 * @param observed the run's own children
 */
export function unstoredOutcomes(
  run: BatchRun,
  tasks: readonly TaskStatus[],
  observed: readonly (ObservedJob | ObservedConfigMap)[],
): KubernetesObject[] {
  const stored = observed.filter((child) => child.kind === 'ConfigMap');
  const byName = new Map(stored.map((configMap) => [configMap.metadata.name, configMap]));
  return settledByShard(tasks).flatMap((settled, shard) => {
    const stored = byName.get(outcomesName(run.metadata.name, shard));
    return settled.every(({ index }) => stored?.outcomes?.has(index)) ? [] : [toConfigMap(run, shard, settled, stored)];
  });
}

/** The names of the ConfigMaps that have anything to keep, in shard order. */
export function outcomesNames(run: BatchRun, tasks: readonly TaskStatus[]): string[] {
  return settledByShard(tasks).flatMap((settled, shard) =>
    settled.length === 0 ? [] : [outcomesName(run.metadata.name, shard)],
  );
}

function settledByShard(tasks: readonly TaskStatus[]): TaskStatus[][] {
  return Array.from({ length: Math.ceil(tasks.length / SHARD_TASKS) }, (_, shard) =>
    tasks.slice(shard * SHARD_TASKS, (shard + 1) * SHARD_TASKS).filter(isSettled),
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
    data: Object.fromEntries(settled.map((entry) => [String(entry.index), JSON.stringify(entry)])),
  } satisfies KubernetesObject & { data: Record<string, string> };
}

/** The inverse: entries by index. Never throws; what is no entry is skipped. */
export function parseOutcomes(data: Readonly<Record<string, string>> = {}): Map<number, TaskStatus> {
  const entries = Object.values(data).flatMap((text) => parseEntry(text) ?? []);
  return new Map(entries.map((entry) => [entry.index, entry]));
}

function parseEntry(text: string): TaskStatus | undefined {
  try {
    const entry: Partial<TaskStatus> | null = JSON.parse(text);
    return typeof entry?.index === 'number' && entry.phase && entry.jobName ? (entry as TaskStatus) : undefined;
  } catch {
    return undefined;
  }
}
