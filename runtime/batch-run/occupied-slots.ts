import { controllerOf } from '../engine/owner.js';
import { isSuspended } from './held-job.js';
import { jobEnd } from './job-end.js';
import type { ObservedJob, ObservedTaskPod } from './observed.js';

export interface Occupants {
  readonly jobs: readonly ObservedJob[];
  readonly pods: readonly ObservedTaskPod[];
  /** Names of Jobs that may have been created or resumed although nobody has seen it. */
  readonly unseen: Iterable<string>;
}

/**
 * The names of the Jobs of one namespace that have, or may at any moment get, an unfinished Pod: each takes one slot.
 * A Job keeps its slot until its last Pod has ended, also when it was deleted, suspended or told to end before.
 */
export function occupiedSlots({ jobs, pods, unseen }: Occupants): Set<string> {
  const running = jobs.filter((job) => !isSuspended(job) && jobEnd(job) === undefined);
  const known = new Map(jobs.map((job) => [job.metadata.name, job]));
  return new Set([
    ...running.map(({ metadata }) => metadata.name),
    ...pods.filter(isActive).map((pod) => controllerOf(pod)?.name ?? pod.metadata.name),
    ...[...unseen].filter((name) => isUnseen(known.get(name))),
  ]);
}

/** Whether the Pod has not ended. */
export const isActive = ({ status }: ObservedTaskPod): boolean =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

const isUnseen = (job: ObservedJob | undefined): boolean =>
  job === undefined || (isSuspended(job) && jobEnd(job) === undefined);
