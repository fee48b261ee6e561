import type { ObservedAgentBuild, ObservedPipelineRun, ObservedTektonTaskRun } from '../observed.js';
import { taskRunsOf } from '../tekton/task-runs.js';

/** So long after its PipelineRun has ended, a TaskRun that nobody has seen may still come to light. */
const LATE_SECONDS = 30;

/** When to look again, without any news. */
export const LOOK_AGAIN_SECONDS = 5;

type ObservedTaskRuns = Pick<ObservedAgentBuild, 'taskRuns' | 'taskRunsKnownUntil'>;

/**
 * Whether the verdict on a PipelineRun that failed, which is for good, would be given without the TaskRun that failed
 * although its news are on their way: the two come through two watches, of which either may lag.
 *
 * A PipelineRun ends only after its TaskRuns have, so one that is seen unfinished is seen as it was, and is awaited
 * however long that takes. One that was never seen may be gone for good, so that has a limit.
 */
export function awaitsFinalReport(run: ObservedPipelineRun, observed: ObservedTaskRuns, now: number): boolean {
  const { succeeded, completionTime } = run.status ?? {};
  if (succeeded?.status !== 'False' || succeeded.reason !== 'Failed') return false;
  const taskRuns = taskRunsOf(run, observed.taskRuns);
  if (taskRuns.some((taskRun) => succeededStatus(taskRun) === 'False')) return false;
  return (
    taskRuns.some((taskRun) => succeededStatus(taskRun) !== 'True') || mayStillAppear(completionTime, observed, now)
  );
}

function mayStillAppear(completionTime = '', { taskRunsKnownUntil }: ObservedTaskRuns, now: number): boolean {
  const ended = Date.parse(completionTime);
  const secondsSince = (now - ended) / 1000;
  // Both ways: a clock that runs behind the server's must not wait for ever.
  if (Math.abs(secondsSince) < LATE_SECONDS) return true;
  return secondsSince > 0 && taskRunsKnownUntil !== undefined && taskRunsKnownUntil < ended + LATE_SECONDS * 1000;
}

const succeededStatus = ({ status }: ObservedTektonTaskRun): string | undefined => status?.succeeded?.status;
