import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import { agentExitCode } from '../jobs/failed-attempt.js';
import { failureTarget } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';

/** As Kubernetes has it for Jobs that do not say. */
const DEFAULT_BACKOFF_LIMIT = 6;

/**
 * Whether a Job tries again after its newest Pod failed, as its Pod failure policy (see `plan/job-policy`) and its back-off
 * limit say; once the Job itself has decided that it fails, never.
 *
 * @source kubernetes: pkg/controller/job, `getNewFinishedPods` and `exceedsBackoffLimit`
 */
export function willRetry({ job, pod, failedPods = 0 }: JobView): boolean {
  if (failureTarget(job) !== undefined) return false;
  const exitCode = pod && agentExitCode(pod);
  if (exitCode !== undefined && EXIT_BAD_INPUT.includes(exitCode)) return false;
  if (exitCode === EXIT_TEMPORARY) return true;
  // The Job counts a Pod a moment after it has ended.
  const failures = Math.max(1, failedPods, job.status?.failed ?? 0);
  return failures <= (job.spec?.backoffLimit ?? DEFAULT_BACKOFF_LIMIT);
}
