import type { Job, Pod } from '../../objects.js';
import { type JobEnd, pendingEnd } from './conditions.js';
import type { Tally } from './count-pods.js';
import { isActive } from './observed.js';

/** The API server's defaults, for Jobs that reached us without them. */
const defaultBackoffLimit = 6;

/** How many successes complete the Job; undefined means: the first one, once nothing is active (a work queue). */
export function wantedCompletions({ spec }: Job): number | undefined {
  return spec.completions ?? (spec.parallelism === undefined ? 1 : undefined);
}

/**
 * Whether the Job is decided, in the order in which Kubernetes asks: an earlier end, the Pod failure policy, the
 * back-off limit, the deadline, the completions.
 *
 * @param deadlineInSeconds seconds until the deadline, undefined when there is none
 */
export function jobEnd(
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
  deadlineInSeconds: number | undefined,
): JobEnd | undefined {
  const earlier = pendingEnd(job);
  if (earlier) return earlier;
  if (tally.failJobMessage !== undefined) return failed('PodFailurePolicy', tally.failJobMessage);
  if (isPastBackoffLimit(job, pods, tally)) {
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  if (deadlineInSeconds !== undefined && deadlineInSeconds <= 0) {
    return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  }
  return isComplete(job, pods, tally) ? completed : undefined;
}

const completed: JobEnd = {
  outcome: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

function failed(reason: string, message: string): JobEnd {
  return { outcome: 'Failed', reason, message };
}

function isPastBackoffLimit(job: Job, pods: readonly Pod[], { failed: failures }: Tally): boolean {
  const limit = job.spec.backoffLimit ?? defaultBackoffLimit;
  if (failures > limit) return true;
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  const restarts = pods.filter(isActive).reduce((sum, pod) => sum + restartsOf(pod), 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function restartsOf({ status }: Pod): number {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

function isComplete(job: Job, pods: readonly Pod[], { succeeded }: Tally): boolean {
  const completions = wantedCompletions(job);
  return completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= completions;
}
