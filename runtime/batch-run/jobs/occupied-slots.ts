import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import { recordedAttempts } from '../attempts/recorded-attempts.js';
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
  const withPod = new Set(pods.map((pod) => controllerOf(pod)?.name));
  const started = pods.filter((pod) => isActive(pod) && !isWaiting(pod, released));
  return new Set([
    ...jobs.filter((job) => mayGetPod(job) || isNew(job, withPod)).map(({ metadata }) => metadata.name),
    ...started.map((pod) => controllerOf(pod)?.name ?? pod.metadata.name),
    ...[...unseen].filter((name) => isUnseen(known.get(name))),
  ]);
}

const isWaiting = (pod: ObservedTaskPod, released: ReadonlySet<string>): boolean =>
  isGated(pod) && !released.has(pod.metadata.name);

const mayGetPod = (job: ObservedJob): boolean =>
  !hasGatedPods(job) && !isSuspended(job) && !isHeld(job) && jobEnd(job) === undefined;

/**
 * Whether a Job that was created in its turn is about to get its first Pod. That Pod is born with the gate if the Batch has a
 * back-off, and is released at once.
 */
function isNew(job: ObservedJob, withPod: ReadonlySet<string | undefined>): boolean {
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  const isOurs = controllerOf(job) !== undefined && hasGatedPods(job) && !isSuspended(job) && !isHeld(job);
  const hadPod = withPod.has(job.metadata.name) || succeeded + failed > 0 || recordedAttempts(job).last.length > 0;
  return isOurs && !hadPod && jobEnd(job) === undefined;
}

const isUnseen = (job: ObservedJob | undefined): boolean =>
  job === undefined || (isHeld(job) && !hasGatedPods(job) && jobEnd(job) === undefined);
