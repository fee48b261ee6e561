import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi } from '../../local-api.js';
import type { Deployment, ObjectKey, ReplicaSet } from '../../objects.js';
import { timestamp } from '../../timestamp.js';
import { isControlledBy } from '../controller-reference.js';
import { sizeOf } from './plan-rollout.js';
import { reconcileDeployment } from './reconcile.js';

const resource = 'deployments.apps';
const replicaSets = 'replicasets.apps';

/** Rolls every Deployment out, ReplicaSet by ReplicaSet, as Kubernetes' controller would. Runs until stopped. */
export function startDeploymentController(api: LocalApi, clock: Clock = systemClock): Controller {
  const record = createEventRecorder(api, 'deployment-controller', clock);
  return startController(api, {
    clock,
    watches: {
      [resource]: ownKey,
      [replicaSets]: ({ object: { metadata } }) => {
        const owner = metadata.ownerReferences?.find(({ controller, kind }) => controller && kind === 'Deployment');
        return owner ? [`${metadata.namespace ?? ''}/${owner.name}`] : [];
      },
    },
    process: (key) => processDeployment(api, record, key, timestamp(clock.now())),
  });
}

function processDeployment(api: LocalApi, record: RecordEvent, key: ObjectKey, now: string): undefined {
  const [namespace = '', name = ''] = key.split('/');
  const deployment = api.get(resource, namespace, name) as Deployment | undefined;
  if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return;
  const own = (api.list(replicaSets, { namespace }) as readonly ReplicaSet[]).filter((one) =>
    isControlledBy(one, deployment),
  );
  const { create, scale, remove, status } = reconcileDeployment(deployment, own, now);
  if (create) api.create(replicaSets, create);
  for (const one of own) {
    const size = scale.get(one.metadata.name);
    if (size !== undefined) resize(api, record, deployment, one, size);
  }
  for (const { metadata } of remove) api.delete(replicaSets, namespace, metadata.name);
  if (status && !isDeepStrictEqual(deployment.status, status)) {
    api.updateStatus(resource, { ...deployment, status } as Deployment);
  }
}

function resize(api: LocalApi, record: RecordEvent, deployment: Deployment, one: ReplicaSet, size: number): void {
  api.update(replicaSets, { ...one, spec: { ...one.spec, replicas: size } } as ReplicaSet);
  const change = `Scaled ${size > sizeOf(one) ? 'up' : 'down'} replica set ${one.metadata.name} from ${sizeOf(one)} to ${size}`;
  record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message: change });
}
