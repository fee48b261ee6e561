import { LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import { slim } from '../run/slim-metadata.js';
import type { ObservedConfigMap, ObservedJob } from './observed.js';
import { parseOutcomes } from './outcomes.js';

/*
 * What is kept in memory of each object. A Pod's and a Job's status are all that may change its task's state; their
 * templates and everything that others wrote are most of their size.
 */

export function projectJob({ apiVersion, kind, metadata, spec, status }: ObservedJob): ObservedJob {
  const { suspend } = spec ?? {};
  const { startTime, completionTime, conditions = [] } = status ?? {};
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    ...(suspend && { spec: { suspend } }),
    status: { ...(startTime && { startTime }), ...(completionTime && { completionTime }), conditions },
  };
}

export function projectConfigMap(
  configMap: ObservedConfigMap & { readonly data?: Readonly<Record<string, string>> },
): ObservedConfigMap {
  const { apiVersion, kind, metadata, data } = configMap;
  const isOutcomes = LABEL_OUTCOMES_SHARD in (metadata.labels ?? {});
  return { apiVersion, kind, metadata: slim(metadata), ...(isOutcomes && { outcomes: parseOutcomes(data) }) };
}
