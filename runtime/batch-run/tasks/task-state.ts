import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { TaskReason } from '../../../api/reasons.js';

/** What a task's entry says besides which task it is. */
export interface TaskState extends Omit<TaskStatus, 'index' | 'jobName' | 'key' | 'name'> {
  readonly reason: TaskReason;
}

/** Succeeded, Failed and Cancelled are final. */
export function isSettled({ phase }: Pick<TaskStatus, 'phase'>): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';
}
