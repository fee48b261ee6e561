import type { BatchRun } from '../../../api/generated/kinds.js';
import { ANNOTATION_ATTEMPTS } from '../../../api/labels.js';
import type { Amendment } from '../../engine/reconcile/diff.js';
import { noAttempts } from '../attempts/attempt.js';
import { recordedAttempts, recordOf } from '../attempts/recorded-attempts.js';
import type { RunIndex } from '../jobs/run-index.js';
import { unfinishedJobs } from '../jobs/startable-job.js';
import { goesOn } from './job-retry.js';

/**
 * Writes down what became of the Pods of Jobs that try again, before the Pods may be gone. What a Job ends with is in the entry
 * of its task, so a task that is tried once costs no request.
 */
export function recordAttempts({ spec }: BatchRun, index: RunIndex): Amendment[] {
  if (spec.cancel) return [];
  return unfinishedJobs(index)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap((job) => {
      const view = index.view(job);
      const { history = noAttempts } = view;
      if (history.last.length === 0 || !goesOn(view) || recordOf(history) === recordOf(recordedAttempts(job)))
        return [];
      const annotations = { [ANNOTATION_ATTEMPTS]: recordOf(history) };
      return [{ type: 'amend', object: job, patch: { metadata: { annotations } } }];
    });
}
