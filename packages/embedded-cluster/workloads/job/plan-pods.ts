import type { Pod } from '../../objects.js';
import type { JobEnd } from './conditions.js';
import type { Tally } from './count-pods.js';
import { indexOf, missingIndexes } from './indexes.js';
import { wantedCompletions } from './job-end.js';
import {
  isActive,
  isIndexed,
  isSuspended,
  isTerminating,
  type ObservedJob,
  replacesOnlyFinishedPods,
} from './observed.js';
import { type PodDraft, podOfJob } from './pod.js';
import { podBackoffSeconds } from './pod-backoff.js';

export interface PodPlan {
  readonly create: readonly PodDraft[];
  readonly remove: readonly Pod[];
  /** A removed Pod that nobody waits for is not counted as a failure. */
  readonly countsRemoved: boolean;
  /** When Pods are wanted but the back-off does not allow them yet. */
  readonly requeueAfterSeconds?: number;
}

/** As Kubernetes' own limit per pass; the next pass follows at once. */
const maxCreatePerPass = 500;

/** Which Pods a Job lacks and which it has too many. */
export function planPods(observed: ObservedJob, tally: Tally, nowMilliseconds: number): PodPlan {
  const { job, pods } = observed;
  const active = pods.filter(isActive);
  const wanted = isSuspended(job) ? 0 : wantedActive(observed, tally, active.length);
  if (active.length > wanted) return removal(leastUseful(active).slice(0, active.length - wanted), false);

  const blocking = replacesOnlyFinishedPods(job) ? pods.filter(isTerminating).length : 0;
  const missing = Math.min(wanted - active.length - blocking, maxCreatePerPass);
  if (missing <= 0) return removal([], false);
  const seconds = podBackoffSeconds(pods, nowMilliseconds);
  if (seconds > 0) return { ...removal([], false), requeueAfterSeconds: seconds };
  return { ...removal([], false), create: draftPods(observed, tally, missing) };
}

/** A decided Job keeps no Pod; those of a failed one count as failures. */
export function planEnd({ pods }: ObservedJob, { outcome }: JobEnd): PodPlan {
  return removal(pods.filter(isActive), outcome === 'Failed');
}

function removal(remove: readonly Pod[], countsRemoved: boolean): PodPlan {
  return { create: [], remove, countsRemoved };
}

function wantedActive({ job }: ObservedJob, { succeeded }: Tally, active: number): number {
  const parallelism = job.spec.parallelism ?? 1;
  const completions = wantedCompletions(job);
  if (completions !== undefined) return Math.max(0, Math.min(parallelism, completions - succeeded));
  return succeeded > 0 ? Math.min(active, parallelism) : parallelism;
}

function draftPods({ job, pods }: ObservedJob, tally: Tally, count: number): readonly PodDraft[] {
  if (!isIndexed(job)) return Array.from({ length: count }, () => podOfJob(job));
  const busy = pods.filter((pod) => isActive(pod) || isTerminating(pod)).flatMap((pod) => indexOf(pod) ?? []);
  const taken = new Set([...tally.completedIndexes, ...busy]);
  return missingIndexes(job.spec.completions ?? 0, taken, count).map((index) => podOfJob(job, index));
}

/** Those that have done the least first: not placed, then not running, then the youngest. */
function leastUseful(pods: readonly Pod[]): readonly Pod[] {
  const progress = (pod: Pod) => (pod.spec.nodeName === undefined ? 0 : pod.status?.phase === 'Running' ? 2 : 1);
  const age = (pod: Pod) => pod.metadata.creationTimestamp ?? '';
  return pods.toSorted((a, b) => progress(a) - progress(b) || age(b).localeCompare(age(a)));
}
