import type { BatchRun, Phase, TaskStatus } from '../../../api/generated/kinds.js';
import type { Change } from '../../engine/reconcile/diff.js';
import { hold, isHeld, mark, markOf } from '../jobs/held-job.js';
import { isRunning } from '../jobs/pod-activity.js';
import { deletedGatedPods, queuedJobs } from '../jobs/queued-job.js';
import type { RunIndex } from '../jobs/run-index.js';
import { hasGatedPods } from '../jobs/start-gate.js';
import { startableJobs, unfinishedJobs } from '../jobs/startable-job.js';
import type { ObservedJob } from '../observed.js';
import { isFinished } from '../task-state.js';

/**
 * What becomes of Jobs from Git whose task has finished without them: it was reused or cancelled, or its Job was removed and
 * has been applied again. Their gate is never removed, so they are held, and without a Pod nothing waits. Each says how its
 * task ended, so that a GitOps tool does not wait for it.
 *
 * @param tasks with the entry of every task that is known; after the end of the run, none of its Jobs starts any more
 */
export function holdFinished(run: BatchRun, tasks: readonly TaskStatus[], index: RunIndex): Change[] {
  const phases = new Map(tasks.filter(isFinished).map(({ jobName, phase }) => [jobName, phase]));
  const phaseOf = ({ metadata }: ObservedJob) => phases.get(metadata.name);
  const isOver = (job: ObservedJob) => run.status?.completionTime !== undefined || phaseOf(job) !== undefined;
  return [
    ...(run.spec.cancel ? [] : startableJobs(index))
      .filter((job) => hasGatedPods(job) && isOver(job))
      .map((job) => hold(job, phaseOf(job))),
    ...unfinishedJobs(index)
      .filter((job) => isHeld(job) && !isGoing(job))
      .flatMap((job) => marked(job, phaseOf(job))),
    ...queuedJobs(index)
      .filter((job) => hasGatedPods(job) && !isGoing(job) && isOver(job) && !index.podsOf(job).some(isRunning))
      .flatMap((job) => [...marked(job, phaseOf(job)), ...(run.spec.cancel ? [] : deletedGatedPods(job, index))]),
  ];
}

const marked = (job: ObservedJob, phase: Phase | undefined): Change[] =>
  phase === undefined || markOf(job) === phase ? [] : [mark(job, phase)];

const isGoing = ({ metadata }: ObservedJob): boolean => metadata.deletionTimestamp !== undefined;
