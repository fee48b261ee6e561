import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi } from '../../local-api.js';
import type { Job, ObjectKey, Pod } from '../../objects.js';
import { isControlledBy } from '../controller-reference.js';
import { nameSuffix } from '../name-suffix.js';
import { PodsByOwner } from '../pods-by-owner.js';
import { trackingFinalizer } from './observed.js';
import type { PodDraft } from './pod.js';
import { type JobOutcome, reconcileJob } from './reconcile.js';

/** Keeps every Job's Pods and status as Kubernetes' Job controller would. Runs until stopped. */
export function startJobController(api: LocalApi, clock: Clock = systemClock): Controller {
  const record = createEventRecorder(api, 'job-controller', clock);
  const pods = new PodsByOwner('Job');
  return startController(api, {
    clock,
    watches: { pods: ({ type, object }) => pods.observe(type, object as Pod), 'jobs.batch': ownKey },
    process: (key) => processJob(api, pods, record, key, clock.now()),
  });
}

function processJob(api: LocalApi, pods: PodsByOwner, record: RecordEvent, key: ObjectKey, now: number) {
  const [namespace = '', name = ''] = key.split('/');
  const job = api.get('jobs.batch', namespace, name) as Job | undefined;
  const isOwn = (pod: Pod) => job !== undefined && isControlledBy(pod, job);
  releaseAll(
    api,
    pods.of(key).filter((pod) => !isOwn(pod)),
  );
  if (!job || isManagedElsewhere(job)) return undefined;
  const outcome = reconcileJob({ job, pods: pods.of(key).filter(isOwn) }, now);
  act(api, record, job, outcome);
  return outcome;
}

function isManagedElsewhere({ spec }: Job): boolean {
  return spec.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';
}

/** The status goes before the finalizers: a count is written while the Pod it counts still exists. */
function act(api: LocalApi, record: RecordEvent, job: Job, outcome: JobOutcome): void {
  for (const pod of outcome.remove) removePod(api, record, job, pod);
  for (const draft of outcome.create) createPod(api, record, job, draft);
  writeStatus(api, job, outcome.status);
  for (const event of outcome.events) record(job, event);
  releaseAll(api, outcome.release);
  if (outcome.isExpired) removeJob(api, job);
}

function writeStatus(api: LocalApi, job: Job, status: Job['status']): void {
  const observed = api.get('jobs.batch', job.metadata.namespace ?? '', job.metadata.name) as Job | undefined;
  if (observed?.metadata.uid !== job.metadata.uid || isDeepStrictEqual(observed?.status ?? {}, status)) return;
  api.updateStatus('jobs.batch', { ...observed, status } as Job);
}

function createPod(api: LocalApi, record: RecordEvent, job: Job, draft: PodDraft): void {
  const name = `${draft.metadata.generateName}${nameSuffix()}`;
  try {
    api.create('pods', { ...draft, metadata: { ...draft.metadata, name } });
  } catch (error) {
    const message = `Error creating: ${error instanceof Error ? error.message : String(error)}`;
    record(job, { type: 'Warning', reason: 'FailedCreate', message });
    throw error;
  }
  record(job, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${name}` });
}

function removePod(api: LocalApi, record: RecordEvent, job: Job, { metadata }: Pod): void {
  api.delete('pods', metadata.namespace ?? '', metadata.name, metadata.uid === undefined ? {} : { uid: metadata.uid });
  record(job, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${metadata.name}` });
}

function removeJob(api: LocalApi, { metadata }: Job): void {
  api.delete('jobs.batch', metadata.namespace ?? '', metadata.name, {
    ...(metadata.uid !== undefined && { uid: metadata.uid }),
    propagationPolicy: 'Foreground',
  });
}

function releaseAll(api: LocalApi, pods: readonly Pod[]): void {
  for (const { metadata } of pods) {
    const pod = api.get('pods', metadata.namespace ?? '', metadata.name);
    const finalizers = pod?.metadata.finalizers ?? [];
    if (!pod || pod.metadata.uid !== metadata.uid || !finalizers.includes(trackingFinalizer)) continue;
    const kept = finalizers.filter((finalizer) => finalizer !== trackingFinalizer);
    api.update('pods', { ...pod, metadata: { ...pod.metadata, finalizers: kept } });
  }
}
