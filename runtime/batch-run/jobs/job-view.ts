import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import type { AttemptHistory } from '../attempts/attempt.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';

/** A Job and what is known about its work. */
export interface JobView {
  readonly job: ObservedJob;
  /** The entry of its task that is known. */
  readonly known?: TaskStatus | undefined;
  /** The newest. */
  readonly pod: ObservedTaskPod | undefined;
  /** All that are seen, in no particular order. @default none */
  readonly pods?: readonly ObservedTaskPod[];
  /** What its task has tried without success. @default nothing */
  readonly history?: AttemptHistory;
  /** How many of its Pods are seen that have ended. */
  readonly endedPods: number;
  /** How many of them used up an attempt. @default 0 */
  readonly failedPods?: number;
  /** As in `ObservedBatchRun`. */
  readonly podsKnownUntil?: number | undefined;
  /** The newest about the Job, and about that Pod. */
  readonly jobWarning: ObservedWarning | undefined;
  readonly podWarning: ObservedWarning | undefined;
}
