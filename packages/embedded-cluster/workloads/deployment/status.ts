import type { Deployment, DeploymentStatus, ReplicaSet } from '../../objects.js';
import { type Generations, mayBeMissing } from './plan-rollout.js';

type Condition = NonNullable<DeploymentStatus['conditions']>[number];

/** What a Deployment tells of its Pods. There is no progress deadline here: a rollout that hangs stays in progress. */
export function deploymentStatus(deployment: Deployment, generations: Generations, now: string): DeploymentStatus {
  const { newest, older } = generations;
  const count = (of: (status: NonNullable<ReplicaSet['status']>) => number | undefined, all = [newest, ...older]) =>
    all.reduce((total, { status }) => total + ((status && of(status)) ?? 0), 0);
  const wanted = deployment.spec.replicas ?? 1;
  const replicas = count((status) => status.replicas);
  const updatedReplicas = count((status) => status.replicas, [newest]);
  const availableReplicas = count((status) => status.availableReplicas);
  const isAvailable = availableReplicas >= wanted - mayBeMissing(deployment.spec);
  const isDone = updatedReplicas === wanted && replicas === wanted && availableReplicas >= wanted;
  const name = newest.metadata.name;
  const conditions = [
    isAvailable
      ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
      : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.'),
    isDone
      ? condition('Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`)
      : condition('Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`),
  ];
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas,
    updatedReplicas,
    readyReplicas: count((status) => status.readyReplicas),
    availableReplicas,
    ...(wanted > availableReplicas && { unavailableReplicas: wanted - availableReplicas }),
    conditions: conditions.map((one) => withTimes(one, deployment.status?.conditions ?? [], now)),
  };
}

const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
});

function withTimes(desired: ReturnType<typeof condition>, observed: readonly Condition[], now: string): Condition {
  const before = observed.find(({ type }) => type === desired.type);
  const isSame = before?.status === desired.status && before.reason === desired.reason;
  const lastTransitionTime = before?.status === desired.status ? (before.lastTransitionTime ?? now) : now;
  return { ...desired, lastTransitionTime, lastUpdateTime: isSame ? (before.lastUpdateTime ?? now) : now };
}
