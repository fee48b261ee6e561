import type { ReplicaSet } from '../../objects.js';
import { controllerReference } from '../controller-reference.js';
import type { PodDraft } from '../job/pod.js';

/** Leaves room for a suffix of 5 in a name of 63. */
const longestGenerateName = 58;

/** The ReplicaSet's template as a Pod it controls. */
export function podOfReplicaSet(replicaSet: ReplicaSet): PodDraft {
  const { namespace, name } = replicaSet.metadata;
  const { metadata, spec } = replicaSet.spec.template ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(namespace !== undefined && { namespace }),
      generateName: `${name}-`.slice(0, longestGenerateName),
      labels: { ...metadata?.labels },
      annotations: { ...metadata?.annotations },
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec: spec ?? { containers: [] },
  };
}
