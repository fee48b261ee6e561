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

/** Whether the run is over and told so. */
export const isFinished = ({ status }: TaskRun): boolean => status?.finishTime !== undefined;
