import type { ObservedAgentBuild, ObservedPipelineRun, ObservedTektonTaskRun } from '../observed.js';
import { taskRunsOf } from '../tekton/task-runs.js';

/** For this long after its PipelineRun has ended, a TaskRun that was not observed may still appear. */
const LATE_SECONDS = 30;

/** When to look again if no event arrives. */
export const LOOK_AGAIN_SECONDS = 5;

type ObservedTaskRuns = Pick<ObservedAgentBuild, 'taskRuns' | 'taskRunsKnownUntil'>;

/**
 * Whether to wait before the result of a failed PipelineRun is recorded, because the TaskRun that failed has not been
 * observed. The two come through two watches, either of which may lag, and a recorded result never changes.
 *
 * A PipelineRun ends only after its TaskRuns have, so an observed TaskRun that is not finished is out of date, and is
 * awaited without a limit. A TaskRun that was never observed may be gone, so that has a limit.
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
  // In both directions: if the local clock is behind that of the server, the wait must still end.
  if (Math.abs(secondsSince) < LATE_SECONDS) return true;
  return secondsSince > 0 && taskRunsKnownUntil !== undefined && taskRunsKnownUntil < ended + LATE_SECONDS * 1000;
}

const succeededStatus = ({ status }: ObservedTektonTaskRun): string | undefined => status?.succeeded?.status;
