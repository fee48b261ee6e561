import type { TaskReason } from '../../api/reasons.js';

/** A reason, and the same as one sentence for people. */
export interface TaskFailure {
  readonly reason: TaskReason;
  readonly message: string;
}
