import type { KeptPolicy } from '../../../plan/batch-run/retry/kept-policy.js';
import { podDisruption } from '../../pod/pod-disruption.js';
import { podFailure } from '../../pod/pod-failure.js';
import { podEnd } from '../../pod/pod-times.js';
import { isDisrupted } from '../jobs/failure-policy.js';
import { isSuspended } from '../jobs/held-job.js';
import { policyOf } from '../jobs/kept-policy.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { type Attempt, type AttemptHistory, KEPT_ATTEMPTS } from './attempt.js';
import { attemptKind } from './attempt-kind.js';
import { recordedAttempts } from './recorded-attempts.js';
import { retryAfterOf } from './retry-after.js';

/**
 * What a task has tried without success, from what its Job keeps and from the Pods that are seen, in whatever order. Each Pod
 * counts once. What is recorded of a Pod that is still there follows the Pod, unless that only says that it was deleted.
 *
 * The very object that is recorded if the Pods add nothing.
 */
export function attemptHistory(job: ObservedJob, pods: readonly ObservedTaskPod[]): AttemptHistory {
  const recorded = recordedAttempts(job);
  const ended = pods.filter((pod) => isLost(pod, job));
  if (ended.length === 0) return recorded;
  const policy = policyOf(job);
  const observed = new Map(ended.map((pod) => [uidOf(pod), attemptOf(pod, policy)]));
  const kept = recorded.last.map((attempt) => newer(attempt, observed.get(attempt.pod)));
  const known = new Set(kept.map(({ pod }) => pod));
  // An older Pod has been counted, and its record has made room for others.
  const since = kept.length < KEPT_ATTEMPTS ? '' : (kept[0]?.time ?? '');
  const added = [...observed.values()].filter(({ pod, time }) => !known.has(pod) && time >= since).sort(byTime);
  const isSame = added.length === 0 && kept.every((attempt, i) => attempt === recorded.last[i]);
  if (isSame) return recorded;
  const counts = countOf(recorded.counts, recorded.last, [...kept, ...added]);
  return { counts, last: [...kept, ...added].slice(-KEPT_ATTEMPTS) };
}

/** Whether the Pod has failed, or is being taken away while it works. A Pod without a node has not begun. */
function isLost(pod: ObservedTaskPod, job: ObservedJob): boolean {
  const isDeleted = pod.metadata.deletionTimestamp !== undefined;
  if (isDeleted && isSuspended(job) && !isDisrupted(pod)) return false;
  if (pod.status?.phase === 'Failed') return true;
  return isDeleted && pod.spec?.nodeName !== undefined && podDisruption(pod) !== undefined;
}

const uidOf = ({ metadata: { uid = '' } }: ObservedTaskPod): string => uid;

function attemptOf(pod: ObservedTaskPod, policy: KeptPolicy | undefined): Attempt {
  const kind = attemptKind(pod, policy);
  const retryAfter = kind === 'RateLimit' ? retryAfterOf(pod) : undefined;
  const attempt = { pod: uidOf(pod), kind, reason: podFailure(pod).reason, time: endOf(pod) };
  return retryAfter === undefined ? attempt : { ...attempt, retryAfter };
}

function endOf(pod: ObservedTaskPod): string {
  const { deletionTimestamp, creationTimestamp = '' } = pod.metadata;
  const disrupted = pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.lastTransitionTime;
  return podEnd(pod) ?? disrupted ?? deletionTimestamp ?? creationTimestamp;
}

/** A failure that was recorded before the Pod was deleted stays. */
function newer(recorded: Attempt, observed: Attempt | undefined): Attempt {
  if (!observed || observed.reason === 'PodDeleted') return recorded;
  return recorded.reason === observed.reason && recorded.kind === observed.kind ? recorded : observed;
}

const byTime = (a: Attempt, b: Attempt): number => (a.time < b.time ? -1 : Number(a.time > b.time));

/** The counts with these attempts instead of those. */
function countOf(counts: AttemptHistory['counts'], before: readonly Attempt[], after: readonly Attempt[]) {
  const changed: Record<string, number> = { ...counts };
  for (const { kind } of before) changed[kind] = (changed[kind] ?? 0) - 1;
  for (const { kind } of after) changed[kind] = (changed[kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(changed).filter(([, count]) => count > 0));
}
