import type { ObservedCondition } from '../../pod/observed-pod.js';
import type { ObservedJob } from '../observed.js';

/** How a Job ended. */
export interface JobEnd {
  readonly outcome: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly time: string;
}

/**
 * The end of a Job by its `Complete` and `Failed` conditions alone, never by a Pod: a Pod may fail and the Job try again.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
 */
export function jobEnd({ metadata, status }: ObservedJob): JobEnd | undefined {
  const condition = status?.conditions?.find(isFinishedCondition);
  if (!condition) return undefined;
  const { reason = '', message = '', lastTransitionTime } = condition;
  const time = status?.completionTime ?? lastTransitionTime ?? status?.startTime ?? metadata.creationTimestamp ?? '';
  return { outcome: condition.type === 'Complete' ? 'Complete' : 'Failed', reason, message, time };
}

/** Why the Job will fail, once its Pods have ended; undefined when that is not decided. */
export function failureTarget({ status }: ObservedJob): string | undefined {
  const condition = status?.conditions?.find(({ type, status: holds }) => type === 'FailureTarget' && holds === 'True');
  return condition && (condition.reason ?? '');
}

/** A condition that says how the Job ended, or will. */
export const announcesEnd = (condition: ObservedCondition): boolean =>
  isFinishedCondition(condition) || (condition.type === 'FailureTarget' && condition.status === 'True');

/** A condition that the Job has ended. */
export const isFinishedCondition = ({ type, status }: ObservedCondition): boolean =>
  status === 'True' && (type === 'Complete' || type === 'Failed');
