import type { ObjectMeta } from '../../api/kubernetes-object.js';
import {
  LABEL_BATCH_RUN,
  LABEL_KUEUE_QUEUE,
  LABEL_LIMIT_KEY,
  LABEL_OUTCOMES_SHARD,
  LABEL_TASK_INDEX,
  LABEL_TASK_RUN,
} from '../../api/labels.js';

/** The labels by which children are told apart, or left alone. */
const keptLabels = [
  LABEL_BATCH_RUN,
  LABEL_TASK_RUN,
  LABEL_TASK_INDEX,
  LABEL_OUTCOMES_SHARD,
  LABEL_LIMIT_KEY,
  LABEL_KUEUE_QUEUE,
];

/** What is kept in memory of an object's metadata: its identity, its owners, and whether it is going. */
export function slim(metadata: ObjectMeta): ObjectMeta {
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
