import type { Job, JobSpec, JobStatus, Pod, PodStatus } from '../../objects.js';
import { timestamp } from '../../timestamp.js';
import { trackingFinalizer } from '../../workloads/job/observed.js';

/** The moment every case calls now. */
export const now = Date.parse('2030-01-01T00:10:00Z');

export function ago(seconds: number): string {
  return timestamp(now - seconds * 1000);
}

export function makeJob(spec: Partial<JobSpec> = {}, status?: JobStatus): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'ns', uid: 'job-uid' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] } }, ...spec },
    ...(status && { status }),
  };
}

let made = 0;

export function makePod(status: PodStatus = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `j-${++made}`,
      namespace: 'ns',
      uid: `pod-${made}`,
      finalizers: [trackingFinalizer],
      ...metadata,
    },
    spec: { containers: [{ name: 'main' }], nodeName: 'local' },
    status,
  };
}

export function succeededPod(secondsAgo = 1): Pod {
  return endedPod('Succeeded', 0, secondsAgo);
}

export function failedPod(secondsAgo = 1, exitCode = 1): Pod {
  return endedPod('Failed', exitCode, secondsAgo);
}

export function runningPod(): Pod {
  return makePod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
}

/** As it is once a pass has counted it. */
export function counted(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, finalizers: [] } };
}

export function deleting(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: ago(0) } };
}

function endedPod(phase: string, exitCode: number, secondsAgo: number): Pod {
  const terminated = { exitCode, finishedAt: ago(secondsAgo) };
  const status = { name: 'main', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } };
  return makePod({ phase, containerStatuses: [status] });
}
