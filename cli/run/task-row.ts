import type { BatchRun, BatchSpec, TaskPhase, TaskResult, TaskStatus } from '../../api/generated/kinds.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { plannedRepositories } from '../../plan/context/repository.js';
import { parseIndexes } from '../../runtime/batch-run/index-list.js';

/** What one task of a run looks like to a person. */
export interface TaskRow {
  readonly index: number;
  /** Folder of its first repository; empty without one, or when the Batch is not known. */
  readonly repository: string;
  readonly phase: TaskPhase;
  readonly reason: string;
  /** What the agent says it did, or why the task waits or has failed. */
  readonly note: string;
  readonly jobName: string;
  readonly result: TaskResult;
  readonly startTime?: string;
  readonly endTime?: string;
}

/**
 * One row per task, by index. The entry of a task is looked for in the status, then among `outcomes`; without one it
 * has succeeded when the status counts it as completed, and has not begun otherwise.
 *
 * @param batch the spec the run was made from; undefined when it is gone, and then no repository is known
 */
export function taskRows(
  run: BatchRun,
  batch: BatchSpec | undefined,
  outcomes: ReadonlyMap<number, TaskStatus> = new Map(),
): TaskRow[] {
  const { tasks = [], progress, completedIndexes } = run.status ?? {};
  const entries = new Map([...outcomes, ...tasks.map((task) => [task.index, task] as const)]);
  const completed = parseIndexes(completedIndexes);
  const total = Math.max(progress?.total ?? 0, entries.size, batch?.variableContexts?.length ?? 0);
  return Array.from({ length: total }, (_, index) => {
    const phase = completed.has(index) ? 'Succeeded' : 'Pending';
    return rowOf(entries.get(index) ?? { index, phase, jobName: '' }, repositoryOf(batch, index));
  });
}

function rowOf(task: TaskStatus, repository: string): TaskRow {
  const { index, phase, jobName, reason = '', startTime, completionTime, result = {} } = task;
  return {
    index,
    repository,
    phase,
    reason,
    note: noteOf(task),
    jobName,
    result,
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { endTime: completionTime } : {}),
  };
}

/** The planner's own word for it, so that it is the folder the agent works in. */
function repositoryOf(batch: BatchSpec | undefined, index: number): string {
  const contexts = batch ? layeredContexts(batch, {}, index) : [];
  return plannedRepositories(contexts)[0]?.folder ?? '';
}

function noteOf({ phase, reason, message, result }: TaskStatus): string {
  if (phase === 'Succeeded') return result?.summary ?? '';
  const why = message ?? reason ?? '';
  return why === phase ? '' : why;
}
