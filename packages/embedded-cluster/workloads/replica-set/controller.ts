import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi } from '../../local-api.js';
import type { ObjectKey, Pod, ReplicaSet } from '../../objects.js';
import { isControlledBy } from '../controller-reference.js';
import { nameSuffix } from '../name-suffix.js';
import { PodsByOwner } from '../pods-by-owner.js';
import { podOfReplicaSet } from './pod.js';
import { reconcileReplicaSet } from './reconcile.js';

const resource = 'replicasets.apps';

/** Keeps as many Pods of every ReplicaSet as it wants. Runs until stopped. */
export function startReplicaSetController(api: LocalApi, clock: Clock = systemClock): Controller {
  const record = createEventRecorder(api, 'replicaset-controller', clock);
  const pods = new PodsByOwner('ReplicaSet');
  return startController(api, {
    clock,
    watches: { pods: ({ type, object }) => pods.observe(type, object as Pod), [resource]: ownKey },
    process: (key) => processReplicaSet(api, pods, record, key),
  });
}

function processReplicaSet(api: LocalApi, pods: PodsByOwner, record: RecordEvent, key: ObjectKey): undefined {
  const [namespace = '', name = ''] = key.split('/');
  const replicaSet = api.get(resource, namespace, name) as ReplicaSet | undefined;
  if (!replicaSet) return;
  const own = pods.of(key).filter((pod) => isControlledBy(pod, replicaSet));
  const { missing, remove, status } = reconcileReplicaSet(replicaSet, own);
  for (const pod of remove) removePod(api, record, replicaSet, pod);
  for (let created = 0; created < missing; created++) createPod(api, record, replicaSet);
  const observed = api.get(resource, namespace, name) as ReplicaSet | undefined;
  if (!observed || isDeepStrictEqual(observed.status, status)) return;
  api.updateStatus(resource, { ...observed, status } as ReplicaSet);
}

function createPod(api: LocalApi, record: RecordEvent, replicaSet: ReplicaSet): void {
  const draft = podOfReplicaSet(replicaSet);
  const name = `${draft.metadata.generateName}${nameSuffix()}`;
  api.create('pods', { ...draft, metadata: { ...draft.metadata, name } });
  record(replicaSet, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${name}` });
}

function removePod(api: LocalApi, record: RecordEvent, replicaSet: ReplicaSet, { metadata }: Pod): void {
  api.delete('pods', metadata.namespace ?? '', metadata.name, metadata.uid === undefined ? {} : { uid: metadata.uid });
  record(replicaSet, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${metadata.name}` });
}
