import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { JobView } from '../jobs/job-view.js';
import { goesOn } from '../policies/job-retry.js';
import { attemptCount, noAttempts } from './attempt.js';

/** So many are in the entry of a task, of which a status has hundreds. */
const LISTED_ATTEMPTS = 5;

/**
 * The newest attempts without success, oldest first, for the entry of the task; undefined for a task that was tried once: its entry
 * says how that ended.
 */
export function listedAttempts(view: JobView): TaskStatus['attempts'] {
  const { pod, history = noAttempts } = view;
  // A Pod that was being taken away may still have succeeded.
  const failed = history.last.filter((attempt) => !(isSucceeded(pod) && attempt.pod === pod?.metadata.uid));
  const count = attemptCount(history);
  const isOnlyOne = count === 1 && !isSucceeded(pod) && !goesOn(view);
  if (failed.length === 0 || isOnlyOne) return undefined;
  const first = count - history.last.length;
  const listed = failed.map(({ reason, time }, i) => ({ attempt: first + i, reason, time }));
  return listed.slice(-LISTED_ATTEMPTS);
}

const isSucceeded = (pod: JobView['pod']): boolean => pod?.status?.phase === 'Succeeded';
