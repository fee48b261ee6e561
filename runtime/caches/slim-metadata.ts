import {
  LABEL_BATCH_RUN,
  LABEL_KUEUE_QUEUE,
  LABEL_LIMIT_KEY,
  LABEL_OUTCOMES_SHARD,
  LABEL_TASK_RUN,
} from '../../api/labels.js';
import { share } from '../../packages/kubernetes-client/cache/intern.js';
import type { ObjectMeta, OwnerReference } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';

/** The labels that identify children, or that keep them from being changed. */
const keptLabels = [LABEL_BATCH_RUN, LABEL_TASK_RUN, LABEL_OUTCOMES_SHARD, LABEL_LIMIT_KEY, LABEL_KUEUE_QUEUE];

type Slim = Pick<
  ObjectMeta,
  'name' | 'namespace' | 'uid' | 'resourceVersion' | 'labels' | 'annotations' | 'creationTimestamp' | 'ownerReferences'
>;

/**
 * What is kept in memory of an object's metadata: its identity, who controls it, and whether it is going.
 *
 * @param annotationNames those that are kept, too
 */
export function slim(metadata: ObjectMeta, ...annotationNames: readonly string[]): ObjectMeta {
  const { name, uid, resourceVersion, ownerReferences, deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  const labels = slimLabels(metadata.labels);
  const namespace = share(metadata.namespace);
  const creationTimestamp = share(metadata.creationTimestamp);
  const annotations = slimAnnotations(metadata.annotations, annotationNames);
  const owners = ownerReferences && slimOwners(metadata);
  // One literal with every member: an object that grows member by member takes twice the memory.
  const kept = {
    name,
    namespace,
    uid,
    resourceVersion,
    labels,
    annotations,
    creationTimestamp,
    ownerReferences: owners,
  } as Slim;
  if (!deletionTimestamp) return kept;
  const going = { ...kept, deletionTimestamp };
  return deletionGracePeriodSeconds === undefined ? going : { ...going, deletionGracePeriodSeconds };
}

function slimAnnotations(annotations: Readonly<Record<string, string>> = {}, names: readonly string[]) {
  const found = names.filter((name) => annotations[name] !== undefined);
  return found.length === 0 ? undefined : Object.fromEntries(found.map((name) => [name, annotations[name] ?? '']));
}

function slimLabels(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  const slimmed: Record<string, string> = {};
  for (const label of keptLabels) if (labels[label] !== undefined) slimmed[label] = labels[label];
  return share(slimmed);
}

function slimOwners(metadata: ObjectMeta): readonly OwnerReference[] {
  const owner = controllerOf({ metadata });
  if (!owner) return [];
  const { apiVersion, kind, name, uid } = owner;
  return share([{ apiVersion, kind, name, uid, controller: true }], `owner ${uid}`);
}
