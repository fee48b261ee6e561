import { counted, oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { podFailure } from '../../pod/pod-failure.js';
import type { TaskFailure } from '../../pod/task-failure.js';
import { noAttempts } from '../attempts/attempt.js';
import type { JobView } from '../jobs/job-view.js';

/**
 * How often a task is tried again after its node was short of memory, disk or process ids. A node evicts first what uses more
 * than it requests, so it may be the task's own doing, and then it would be evicted everywhere.
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

/** Whether the task has used up what it may try. What is decided once stays so, whatever becomes of the Pods. */
export function spentTask({ pods = [], history = noAttempts }: JobView): SpentTask | undefined {
  const { counts, last } = history;
  const { Evicted: evictions = 0 } = counts;
  const newest = last.findLast(({ kind }) => kind === 'Evicted');
  if (!newest || evictions <= MOST_EVICTIONS) return undefined;
  const pod = pods.find(({ metadata }) => metadata.uid === newest.pod);
  const words = pod ? podFailure(pod).message : 'its node was short of resources';
  const message = `evicted ${counted(evictions, 'time')}, so it is not tried again: raise resources.requests, or set resources.limits, in the WorkspaceConfig; the last time: ${words}`;
  return { failure: { reason: 'Evicted', message: oneLine(message) }, pod: newest.pod, time: newest.time };
}
