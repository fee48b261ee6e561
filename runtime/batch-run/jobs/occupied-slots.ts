import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { isHeld, isSuspended } from './held-job.js';
import { jobEnd } from './job-end.js';
import { isActive } from './pod-activity.js';
import { hasGatedPods, isGated } from './start-gate.js';

export interface Occupants {
  readonly jobs: readonly ObservedJob[];
  readonly pods: readonly ObservedTaskPod[];
  /** Names of Jobs that may have been created or allowed their Pod, but have not been observed so. */
  readonly unseen: Iterable<string>;
  /** As in `ObservedBatchRun`. */
  readonly released: ReadonlySet<string>;
}

/**
 * The names of the Jobs of one namespace that have, or may at any moment get, an unfinished Pod that nothing of ours holds:
 * each takes one slot. A Pod that waits for its gate to be removed takes none, and neither does a Job whose next Pod will.
 * A Job keeps its slot until its last Pod has ended, even if it was deleted, suspended or stopped before.
 */
export function occupiedSlots({ jobs, pods, unseen, released }: Occupants): Set<string> {
  const known = new Map(jobs.map((job) => [job.metadata.name, job]));
  const started = pods.filter((pod) => isActive(pod) && !isWaiting(pod, released));
  return new Set([
    ...jobs.filter(mayGetPod).map(({ metadata }) => metadata.name),
    ...started.map((pod) => controllerOf(pod)?.name ?? pod.metadata.name),
    ...[...unseen].filter((name) => isUnseen(known.get(name))),
  ]);
}

const isWaiting = (pod: ObservedTaskPod, released: ReadonlySet<string>): boolean =>
  isGated(pod) && !released.has(pod.metadata.name);

const mayGetPod = (job: ObservedJob): boolean =>
  !hasGatedPods(job) && !isSuspended(job) && !isHeld(job) && jobEnd(job) === undefined;

const isUnseen = (job: ObservedJob | undefined): boolean =>
  job === undefined || (isHeld(job) && !hasGatedPods(job) && jobEnd(job) === undefined);
