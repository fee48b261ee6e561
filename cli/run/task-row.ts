import type { BatchRun, TaskPhase, TaskResult, TaskStatus } from '../../api/generated/kinds.js';
import { parseIndexes } from '../../api/status/index-list.js';
import { currentResult } from '../../api/status/stored-result.js';

/** What one task of a run looks like to a person. */
export interface TaskRow {
  readonly index: number;
  /** What the run recorded of what it worked on; empty where it did not. */
  readonly name: string;
  /** The task's KUBETASK_TASK_KEY; empty where the run did not record it. */
  readonly key: string;
  readonly phase: TaskPhase;
  readonly reason: string;
  /** What the agent says it did and what of that was not kept, or why the task waits or has failed. */
  readonly note: string;
  /** The task's message, as in the status. */
  readonly message: string;
  readonly jobName: string;
  readonly result: TaskResult;
  /** As in the status. */
  readonly attempts?: TaskStatus['attempts'];
  readonly startTime?: string;
  readonly completionTime?: string;
}

/**
 * One row per task, by index, of what the run itself recorded: a Batch may have changed since, so it is not asked. The
 * entry of a task is looked for in the status, then among `outcomes`; without one it has succeeded when the status
 * counts it as completed, and has not begun otherwise.
 *
 * @param planned names by index, for a run whose Batch is known not to have changed; its tasks have rows before it is planned
 */
export function taskRows(
  run: BatchRun,
  outcomes: ReadonlyMap<number, TaskStatus> = new Map(),
  planned: readonly string[] = [],
): TaskRow[] {
  const { tasks = [], progress, completedIndexes } = run.status ?? {};
  const entries = new Map([...outcomes, ...tasks.map((task) => [task.index, task] as const)]);
  const completed = parseIndexes(completedIndexes);
  const total = Math.max(progress?.total ?? 0, entries.size, planned.length);
  return Array.from({ length: total }, (_, index) => {
    const phase = completed.has(index) ? 'Succeeded' : 'Pending';
    const name = planned[index];
    return rowOf({ ...(name === undefined ? {} : { name }), ...(entries.get(index) ?? { index, phase, jobName: '' }) });
  });
}

function rowOf(task: TaskStatus): TaskRow {
  const { index, name = '', key = '', phase, jobName, reason = '', message = '', result = {} } = task;
  const { startTime, completionTime, attempts } = task;
  return {
    index,
    name,
    key,
    phase,
    reason,
    note: noteOf(task),
    message,
    jobName,
    result: currentResult(result),
    ...(attempts ? { attempts } : {}),
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
  };
}

function noteOf({ phase, reason, message, result }: TaskStatus): string {
  if (phase === 'Succeeded') return [result?.summary, message].filter(Boolean).join('; ');
  const why = message ?? reason ?? '';
  return why === phase ? '' : why;
}
