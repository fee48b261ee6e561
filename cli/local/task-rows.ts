import type { BatchRun, BatchSpec, TaskStatus } from '../../api/generated/kinds.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { plannedRepositories } from '../../plan/context/repository.js';

/** What one task of a run looks like to a person. */
export interface TaskRow {
  readonly index: number;
  /** What the run calls it; before it has been planned the repository's folder, or `task N`. */
  readonly label: string;
  readonly phase: TaskStatus['phase'];
  /** What is shown in place of the phase. */
  readonly word?: string;
  /** Reason while it waits or runs, summary or message when it has ended. */
  readonly note: string;
  readonly branch: string;
  readonly commit: string;
  /** Milliseconds; undefined before it starts. */
  readonly duration?: number;
}

/** One row per task by index. A task without an entry in a large run has either not begun or succeeded. */
export function taskRows(run: BatchRun, batch: BatchSpec, now: number): TaskRow[] {
  const entries = new Map(run.status?.tasks?.map((task) => [task.index, task]));
  const isOver = run.status?.completionTime !== undefined;
  return (batch.variableContexts ?? []).map((_, index) => {
    const entry: TaskStatus = entries.get(index) ?? { index, jobName: '', phase: isOver ? 'Succeeded' : 'Pending' };
    return rowOf(entry, entry.name ?? labelOf(batch, index), now);
  });
}

function labelOf(batch: BatchSpec, index: number): string {
  const [repository] = plannedRepositories(layeredContexts(batch, {}, index));
  return repository?.folder ?? `task ${index}`;
}

function rowOf(task: TaskStatus, label: string, now: number): TaskRow {
  const { index, phase, startTime, completionTime, result } = task;
  const end = completionTime ? Date.parse(completionTime) : now;
  return {
    index,
    label,
    phase,
    note: noteOf(task),
    branch: result?.branch ?? '',
    commit: result?.commit ?? '',
    ...(startTime ? { duration: end - Date.parse(startTime) } : {}),
  };
}

function noteOf({ phase, reason, message, result }: TaskStatus): string {
  if (phase === 'Succeeded') return result?.summary ?? '';
  if (phase === 'Failed') return message ?? reason ?? '';
  return reason === phase ? '' : (message ?? reason ?? '');
}
