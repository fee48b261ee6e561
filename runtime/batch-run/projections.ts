import type { KubernetesObject, ObjectMeta } from '../../api/kubernetes-object.js';
import { LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD, LABEL_TASK_INDEX } from '../../api/labels.js';
import type { ObservedConfigMap, ObservedContainer, ObservedJob, ObservedPod, ObservedWarning } from './observed.js';
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

export function projectPod({ apiVersion, kind, metadata, status }: ObservedPod): ObservedPod {
  const { phase, reason, message, conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    status: {
      ...(phase && { phase }),
      ...(reason && { reason }),
      ...(message && { message }),
      conditions: conditions.filter(({ type }) => type === 'PodScheduled' || type === 'DisruptionTarget'),
      initContainerStatuses: initContainerStatuses.map(slimContainer),
      containerStatuses: containerStatuses.map(slimContainer),
    },
  };
}

function slimContainer({ name, image, state }: ObservedContainer): ObservedContainer {
  return { name, ...(image && { image }), ...(state && { state }) };
}

export function projectConfigMap(
  configMap: ObservedConfigMap & { readonly data?: Readonly<Record<string, string>> },
): ObservedConfigMap {
  const { apiVersion, kind, metadata, data } = configMap;
  const isOutcomes = LABEL_OUTCOMES_SHARD in (metadata.labels ?? {});
  return { apiVersion, kind, metadata: slim(metadata), ...(isOutcomes && { outcomes: parseOutcomes(data) }) };
}

/** An Event as core/v1 sends it; which times are set depends on who wrote it. */
export interface RawEvent extends KubernetesObject {
  readonly kind: 'Event';
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string } | null;
}

const telling: ReadonlySet<string> = new Set(['FailedMount', 'FailedCreate', 'FailedScheduling']);

/** Keeps the warnings that say what no status says; undefined for all others. */
export function projectWarning(event: RawEvent): ObservedWarning | undefined {
  const { apiVersion, kind, metadata, reason = '', message = '', involvedObject = {} } = event;
  const { kind: about = '', name = '', uid = '' } = involvedObject;
  if (!telling.has(reason) || (about !== 'Job' && about !== 'Pod')) return undefined;
  const lastSeen = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '';
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    reason,
    message,
    involvedObject: { kind: about, name, uid },
    lastSeen,
  };
}

const keptLabels = [LABEL_BATCH_RUN, LABEL_TASK_INDEX, LABEL_OUTCOMES_SHARD];

function slim(metadata: ObjectMeta): ObjectMeta {
  const {
    name,
    namespace,
    uid,
    resourceVersion,
    labels = {},
    ownerReferences,
    creationTimestamp,
    deletionTimestamp,
  } = metadata;
  const kept = Object.entries(labels).filter(([label]) => keptLabels.includes(label));
  return {
    name,
    ...(namespace && { namespace }),
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
    labels: Object.fromEntries(kept),
    ...(ownerReferences && { ownerReferences }),
    ...(creationTimestamp && { creationTimestamp }),
    ...(deletionTimestamp && { deletionTimestamp }),
  };
}
