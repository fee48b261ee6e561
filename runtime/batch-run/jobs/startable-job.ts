import type { ObservedJob } from '../observed.js';
import { isHeld, isQueuedByKueue, isSuspended } from './held-job.js';
import { jobEnd } from './job-end.js';
import { hasSucceeded, isRunning } from './pod-activity.js';
import type { RunIndex } from './run-index.js';

/**
 * The Jobs that may get a Pod which no node runs yet, and that may be held: Kubernetes deletes the Pods of a Job that is
 * held, so a Job whose Pod has a node is none of them.
 */
export const startableJobs = (index: RunIndex): ObservedJob[] =>
  unfinishedJobs(index).filter((job) => isStartable(job, index));

export const unfinishedJobs = ({ jobs }: RunIndex): ObservedJob[] =>
  [...jobs.values()].filter((job) => jobEnd(job) === undefined);

export function isStartable(job: ObservedJob, { podsOf }: RunIndex): boolean {
  const isOurs = !isQueuedByKueue(job) && job.metadata.deletionTimestamp === undefined;
  const isFree = isOurs && !isSuspended(job) && !isHeld(job);
  return isFree && !podsOf(job).some((pod) => isRunning(pod) || hasSucceeded(pod));
}
