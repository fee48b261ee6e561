import type { Job } from '../../objects.js';
import { secondsSince } from '../../timestamp.js';
import { condition } from './conditions.js';

/** Seconds until a finished Job is removed: 0 or less when it is time, undefined when it stays. */
export function secondsToLive(job: Job, nowMilliseconds: number): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  const finished = [condition(job, 'Complete'), condition(job, 'Failed')].find((each) => each?.status === 'True');
  if (ttlSecondsAfterFinished === undefined || finished?.lastTransitionTime === undefined) return undefined;
  return ttlSecondsAfterFinished - secondsSince(finished.lastTransitionTime, nowMilliseconds);
}
