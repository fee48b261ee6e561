import type { Change } from '../../engine/reconcile/diff.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { isQueuedByKueue } from './held-job.js';
import { isActive } from './pod-activity.js';
import type { RunIndex } from './run-index.js';
import { isGated } from './start-gate.js';
import { unfinishedJobs } from './startable-job.js';

/*
 * A Job of Kueue is not held: Kueue would take it for another workload and queue it again. Without its Pod, which waits for
 * our gate, the Job ends, and Kueue gives its quota to others.
 */

export const queuedJobs = (index: RunIndex): ObservedJob[] => unfinishedJobs(index).filter(isQueuedByKueue);

/** Deletes the Pods of a Job that wait for our gate. */
export const deletedGatedPods = (job: ObservedJob, { podsOf }: RunIndex): Change[] =>
  podsOf(job)
    .filter(isToDelete)
    .map((object) => ({ type: 'delete', object }));

const isToDelete = (pod: ObservedTaskPod): boolean =>
  isActive(pod) && isGated(pod) && pod.metadata.deletionTimestamp === undefined;
