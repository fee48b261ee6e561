import type { Phase, TaskRun } from '../../api/generated/kinds.js';
import type { TaskRunReason } from '../../api/reasons.js';

/** The state of a run in one word, and why. */
export interface RunState {
  readonly phase: Phase;
  readonly reason: TaskRunReason;
  readonly message: string;
}

/** Succeeded, Failed and Cancelled are final: somebody may have acted on them. */
export const isFinal = ({ phase }: Pick<RunState, 'phase'>): boolean =>
  phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';

/** Whether a run in this state is over. One that cannot be planned is not: what is wrong may be put right. */
export const isOver = (state: RunState): boolean => isFinal(state) && state.reason !== 'InvalidSpec';

/** Whether the run is over and told so. */
export const isFinished = ({ status }: TaskRun): boolean => status?.completionTime !== undefined;
