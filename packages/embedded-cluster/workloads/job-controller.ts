import { isDeepStrictEqual } from 'node:util';
import { WorkQueue } from '../../work-queue/work-queue.js';
import { createEventRecorder, type RecordEvent } from '../event-recorder.js';
import type { LocalApi } from '../local-api.js';
import { type Job, keyOf, type ObjectKey, type Pod } from '../objects.js';
import { nameSuffix } from './name-suffix.js';
import { trackingFinalizer } from './observed-job.js';
import type { PodDraft } from './pod-of-job.js';
import { PodsByOwner } from './pods-by-owner.js';
import { type JobOutcome, reconcileJob } from './reconcile-job.js';

/** Longest wait of one timer; a pass that comes early only waits again. */
const maxRequeueSeconds = 86_400;

export interface Controller {
  stop(): Promise<void>;
}

/** Keeps every Job's Pods and status as Kubernetes' Job controller would. Runs until stopped. */
export function startJobController(api: LocalApi): Controller {
  const record = createEventRecorder(api, 'job-controller');
  const pods = new PodsByOwner('Job');
  const queue = new WorkQueue<ObjectKey>({ process: async (key) => processJob(api, pods, record, key) });
  const stopWatches = [
    api.watch('pods', ({ type, object }) => {
      for (const owner of pods.observe(type, object as Pod)) queue.add(owner);
    }),
    api.watch('jobs.batch', ({ object }) => queue.add(keyOf(object))),
  ];
  queue.start();
  return {
    stop: async () => {
      for (const stopWatch of stopWatches) stopWatch();
      await queue.stop();
    },
  };
}

function processJob(api: LocalApi, pods: PodsByOwner, record: RecordEvent, key: ObjectKey) {
  const [namespace = '', name = ''] = key.split('/');
  const job = api.get('jobs.batch', namespace, name) as Job | undefined;
  releaseAll(
    api,
    pods.of(key).filter((pod) => !isControlledBy(pod, job)),
  );
  if (!job || isManagedElsewhere(job)) return undefined;
  const outcome = reconcileJob({ job, pods: pods.of(key).filter((pod) => isControlledBy(pod, job)) }, Date.now());
  act(api, record, job, outcome);
  return {
    requeueAfterSeconds: outcome.requeueAfterSeconds && Math.min(outcome.requeueAfterSeconds, maxRequeueSeconds),
  };
}

function isControlledBy(pod: Pod, job: Job | undefined): boolean {
  return pod.metadata.ownerReferences?.some(({ uid }) => uid === job?.metadata.uid) ?? false;
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
