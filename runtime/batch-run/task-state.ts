import type { TaskStatus } from '../../api/generated/kinds.js';
import type { TaskReason } from '../../api/reasons.js';
import { isFinishedPhase } from '../../api/status/finished.js';

/** What a task's entry says besides which task it is. */
export interface TaskState extends Omit<TaskStatus, 'index' | 'jobName' | 'key' | 'name'> {
  readonly reason: TaskReason;
}

/** Whether the task's state never changes again. */
export function isFinished({ phase }: Pick<TaskStatus, 'phase'>): boolean {
  return isFinishedPhase(phase);
}
