import { contentHash } from '../../../kubernetes-conventions/content-hash.js';
import type { Deployment, ReplicaSet } from '../../objects.js';
import { controllerReference } from '../controller-reference.js';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The ReplicaSet of the Deployment's template, without Pods as yet: another template is another ReplicaSet. */
export function replicaSetOfDeployment(deployment: Deployment, older: readonly ReplicaSet[]): ReplicaSet {
  const { namespace, name } = deployment.metadata;
  const { template, selector } = deployment.spec;
  const hash = contentHash(template);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  const revision = Math.max(0, ...older.map(revisionOf)) + 1;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace !== undefined && { namespace }),
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  };
}

/** Which version of the Deployment it was made for. */
export const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0);
