import { DEFAULT_MAX_SECONDS, type KeptPolicy } from '../../../plan/batch-run/retry/kept-policy.js';
import { type Attempt, type AttemptHistory, noAttempts } from '../attempts/attempt.js';
import type { JobView } from '../jobs/job-view.js';
import { policyOf } from '../jobs/kept-policy.js';

/**
 * When the next Pod of the task may start, in milliseconds since the epoch; undefined if at once. Only a Pod with the start gate
 * can be held so long. It follows from what the Job keeps, so a controller that comes later decides the same.
 *
 * What something else took away starts again at once. Else the wait grows with each failure, and is as long as the agent asked for.
 */
export function nextStart({ job, history = noAttempts }: JobView): number | undefined {
  const newest = history.last.at(-1);
  if (!newest || isDisruption(newest.kind)) return undefined;
  const seconds = waitSeconds(newest, history, policyOf(job));
  return seconds === 0 ? undefined : Date.parse(newest.time) + seconds * 1000;
}

function waitSeconds({ retryAfter = 0 }: Attempt, { counts }: AttemptHistory, policy: KeptPolicy | undefined): number {
  const { baseSeconds = 0, factor = 1, maxSeconds = DEFAULT_MAX_SECONDS } = policy?.backoff ?? {};
  const failures = Object.entries(counts).reduce((sum, [kind, count]) => sum + (isDisruption(kind) ? 0 : count), 0);
  return Math.min(maxSeconds, Math.max(retryAfter, baseSeconds * factor ** Math.max(0, failures - 1)));
}

const isDisruption = (kind: string): boolean => kind === 'Disruption' || kind === 'Evicted';
