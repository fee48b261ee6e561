import type { ObjectMeta, OwnerReference } from '../../api/kubernetes-object.js';
import {
  LABEL_BATCH_RUN,
  LABEL_KUEUE_QUEUE,
  LABEL_LIMIT_KEY,
  LABEL_OUTCOMES_SHARD,
  LABEL_TASK_INDEX,
  LABEL_TASK_RUN,
} from '../../api/labels.js';
import { controllerOf } from '../engine/owner.js';
import { share } from '../engine/share.js';

/** The labels by which children are told apart, or left alone. */
const keptLabels = [
  LABEL_BATCH_RUN,
  LABEL_TASK_RUN,
  LABEL_TASK_INDEX,
  LABEL_OUTCOMES_SHARD,
  LABEL_LIMIT_KEY,
  LABEL_KUEUE_QUEUE,
];

/** What is kept in memory of an object's metadata: its identity, who controls it, and whether it is going. */
export function slim(metadata: ObjectMeta): ObjectMeta {
  const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp } = metadata;
  return {
    name,
    ...(namespace && { namespace: share(namespace) }),
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
    labels: share(slimLabels(metadata.labels)),
    ...(metadata.ownerReferences && { ownerReferences: slimOwners(metadata) }),
    ...(creationTimestamp && { creationTimestamp: share(creationTimestamp) }),
    ...(deletionTimestamp && { deletionTimestamp }),
  };
}

function slimLabels(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  const slimmed: Record<string, string> = {};
  for (const label of keptLabels) if (labels[label] !== undefined) slimmed[label] = share(labels[label]);
  return slimmed;
}

function slimOwners(metadata: ObjectMeta): readonly OwnerReference[] {
  const owner = controllerOf({ metadata });
  if (!owner) return [];
  const { apiVersion, kind, name, uid } = owner;
  return share([{ apiVersion, kind, name, uid, controller: true }], `owner ${uid}`);
}
