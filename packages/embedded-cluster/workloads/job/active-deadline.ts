import type { Job } from '../../objects.js';
import { secondsSince } from '../../timestamp.js';
import { isSuspended } from './observed.js';

/** Seconds until `activeDeadlineSeconds` ends the Job: 0 or less when it is over, undefined when nothing counts down. */
export function secondsToDeadline(
  job: Job,
  startTime: string | undefined,
  nowMilliseconds: number,
): number | undefined {
  const { activeDeadlineSeconds } = job.spec;
  if (activeDeadlineSeconds === undefined || startTime === undefined || isSuspended(job)) return undefined;
  return activeDeadlineSeconds - secondsSince(startTime, nowMilliseconds);
}
