import { counted, oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { KeptPolicy } from '../../../plan/batch-run/retry/kept-policy.js';
import { podFailure } from '../../pod/pod-failure.js';
import type { TaskFailure } from '../../pod/task-failure.js';
import { type Attempt, type AttemptHistory, type AttemptKind, noAttempts } from '../attempts/attempt.js';
import type { JobView } from '../jobs/job-view.js';
import { policyOf } from '../jobs/kept-policy.js';
import { isActive } from '../jobs/pod-activity.js';
import { goesOn } from './job-retry.js';

/**
 * How often a task is tried again after its node was short of memory, disk or process ids, unless its Batch says so. A node evicts
 * first what uses more than it requests, so it may be the task's own doing, and then it would be evicted everywhere.
 * Source: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction
 */
const MOST_EVICTIONS = 3;

/** Why a task is not tried again although its Job would, and since when; undefined if it may be. */
export interface SpentTask {
  readonly failure: TaskFailure;
  /** UID of the Pod of the last attempt. */
  readonly pod: string;
  /** RFC 3339. */
  readonly time: string;
}

/**
 * Whether the task has used up what it may try of a kind of failure. What is decided once stays so, whatever becomes of the Pods.
 * A Job that ends by itself is left to do so.
 */
export function spentTask(view: JobView): SpentTask | undefined {
  const { job, pods = [], history = noAttempts } = view;
  if (history.last.length === 0) return undefined;
  const policy = policyOf(job);
  const spent = history.last.findLast(({ kind }) => countOf(kind, history) > limitOf(kind, policy));
  if (!spent || !goesOn(view)) return undefined;
  const pod = pods.find(({ metadata }) => metadata.uid === spent.pod);
  // What is being deleted may still succeed in its grace period.
  if (pod && isActive(pod)) return undefined;
  const message = messageOf(spent, countOf(spent.kind, history), pod && podFailure(pod).message);
  return { failure: { reason: spent.reason, message: oneLine(message) }, pod: spent.pod, time: spent.time };
}

/** What counts together: an eviction is a disruption, too. */
const countOf = (kind: AttemptKind, { counts }: AttemptHistory): number =>
  (counts[kind] ?? 0) + (kind === 'Disruption' ? (counts.Evicted ?? 0) : 0);

function limitOf(kind: AttemptKind, policy: KeptPolicy | undefined): number {
  const limitOfClass = (wanted: string) => policy?.on.find(({ class: name }) => name === wanted)?.limit;
  switch (kind) {
    case 'Evicted':
      return limitOfClass('Infrastructure') ?? MOST_EVICTIONS;
    case 'Disruption':
      return limitOfClass('Infrastructure') ?? Number.POSITIVE_INFINITY;
    case 'RateLimit':
    case 'Clone':
      return limitOfClass(kind) ?? Number.POSITIVE_INFINITY;
    case 'Other':
      return policy?.backoffLimit ?? Number.POSITIVE_INFINITY;
    default:
      return policy?.on[Number(kind.slice('ExitCodes/'.length))]?.limit ?? Number.POSITIVE_INFINITY;
  }
}

function messageOf({ kind, reason }: Attempt, count: number, words: string | undefined): string {
  if (kind === 'Evicted')
    return `evicted ${counted(count, 'time')}, so it is not retried: raise resources.requests, or set resources.limits, in the WorkspaceConfig; the last time: ${words ?? 'its node was short of resources'}`;
  return `${words ?? reason}; ${noRetryLeft(kind, count)}`;
}

function noRetryLeft(kind: AttemptKind, count: number): string {
  const limit = kind === 'Other' ? 'backoffLimit' : `retry for ${className(kind)}`;
  const times = counted(count - 1, 'retry').replace('retrys', 'retries');
  return `not retried, because the Batch allows ${times} by ${limit}`;
}

/** Which limit of `retry` a Job had reached that has ended by itself; undefined if it was none. */
export function reachedLimit({ job, history = noAttempts }: JobView): string | undefined {
  const last = history.last.at(-1);
  const policy = policyOf(job);
  if (!last || last.kind === 'Other' || !policy) return undefined;
  const count = countOf(last.kind, history);
  return count > limitOf(last.kind, policy) ? noRetryLeft(last.kind, count) : undefined;
}

const className = (kind: AttemptKind): string => (kind === 'Disruption' ? 'Infrastructure' : kind.replace(/\/.*$/, ''));
