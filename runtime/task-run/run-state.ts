import type { Phase, TaskRun } from '../../api/generated/kinds.js';
import type { TaskRunReason } from '../../api/kinds/task-run.js';
import { isFinishedPhase } from '../../api/status/finished.js';

/** The state of a run in one word, and why. */
export interface RunState {
  readonly phase: Phase;
  readonly reason: TaskRunReason;
  readonly message: string;
}

/** Whether a run in this state never changes again. One that cannot be planned heals when its spec is corrected. */
export const isFinished = ({ phase, reason }: RunState): boolean => isFinishedPhase(phase) && reason !== 'InvalidSpec';

/** Whether the status of the run says that it is finished. */
export const isFinishedRun = ({ status }: TaskRun): boolean => status?.completionTime !== undefined;
