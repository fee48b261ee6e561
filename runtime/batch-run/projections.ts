import { ANNOTATION_HELD, ANNOTATION_RELEASED, LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import { share } from '../engine/share.js';
import type { ObservedCondition } from '../pod/observed-pod.js';
import { projectPod } from '../pod/project-pod.js';
import { slim } from '../run/slim-metadata.js';
import { isFinal } from './job-end.js';
import type { ObservedConfigMap, ObservedJob, ObservedTaskPod } from './observed.js';
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
    metadata: { ...slim(metadata), ...keptAnnotations(metadata.annotations) },
    ...(suspend && { spec: { suspend } }),
    status: {
      ...(startTime && { startTime: share(startTime) }),
      ...(completionTime && { completionTime: share(completionTime) }),
      conditions: share(conditions.filter(isFinal).map(slimCondition)),
    },
  };
}

const slimCondition = ({
  type,
  status,
  reason,
  message,
  lastTransitionTime,
}: ObservedCondition): ObservedCondition => ({
  ...{ type, status },
  ...(reason && { reason }),
  ...(message && { message }),
  ...(lastTransitionTime && { lastTransitionTime }),
});

function keptAnnotations(annotations: Readonly<Record<string, string>> = {}) {
  const kept = [ANNOTATION_HELD, ANNOTATION_RELEASED].flatMap((name) =>
    annotations[name] === undefined ? [] : [[name, annotations[name]]],
  );
  return kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
}

/** What any Pod tells, and what stopping it depends on. */
export function projectTaskPod(pod: ObservedTaskPod): ObservedTaskPod {
  const { nodeName, activeDeadlineSeconds } = pod.spec ?? {};
  const spec = { ...(nodeName && { nodeName }), ...(activeDeadlineSeconds && { activeDeadlineSeconds }) };
  return { ...projectPod(pod), spec: share(spec) };
}

export function projectConfigMap(
  configMap: ObservedConfigMap & { readonly data?: Readonly<Record<string, string>> },
): ObservedConfigMap {
  const { apiVersion, kind, metadata, data } = configMap;
  const isOutcomes = LABEL_OUTCOMES_SHARD in (metadata.labels ?? {});
  return { apiVersion, kind, metadata: slim(metadata), ...(isOutcomes && { outcomes: parseOutcomes(data) }) };
}
