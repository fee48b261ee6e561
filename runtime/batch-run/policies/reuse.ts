import type { TaskStatus } from '../../../api/generated/kinds.js';
import { currentResult } from '../../../api/status/stored-result.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { isActive } from '../jobs/pod-activity.js';
import type { RunIndex } from '../jobs/run-index.js';
import { hasGatedPods, isGated } from '../jobs/start-gate.js';
import { type LedgerEntry, ledgerEntry } from '../ledger/ledger.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { isFinished, type TaskState } from '../task-state.js';

/**
 * Whether a task may still be reused: it has no Job and had none, or its Pods have waited for their gate ever since. The Job
 * of a task that began decides by itself.
 *
 * @param released Pods whose gate was removed, and is perhaps still seen
 */
export function hasNotBegun(
  job: ObservedJob | undefined,
  wasSeen: boolean,
  { podsOf }: Pick<RunIndex, 'podsOf'>,
  released: ReadonlySet<string>,
): boolean {
  if (!job) return !wasSeen;
  const waits = (pod: ObservedTaskPod) => isActive(pod) && isGated(pod) && !released.has(pod.metadata.name);
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  return hasGatedPods(job) && succeeded + failed === 0 && podsOf(job).every(waits);
}

/** A task that another run has done. */
export const reusedState = ({ run, completionTime, result }: LedgerEntry, now: number): TaskState => ({
  phase: 'Succeeded',
  reason: 'Reused',
  message: oneLine(`run ${run} has done the same${completionTime ? ` at ${completionTime}` : ''}`),
  completionTime: timestamp(now),
  ...(result && { result: currentResult(result) }),
});

/** The tasks that succeed in this pass, for the ledger. */
export const succeededTasks = (run: string, tasks: readonly TaskStatus[], { entries }: RunIndex): LedgerEntry[] =>
  tasks.flatMap((task) => {
    const known = entries.get(task.index);
    const isNew = task.phase === 'Succeeded' && task.reason !== 'Reused' && !(known && isFinished(known));
    return isNew && task.key !== undefined ? [ledgerEntry(run, task.key, task)] : [];
  });
