import type { Condition, TaskRun } from '../../../api/generated/kinds.js';
import type { TaskRunReason } from '../../../api/kinds/task-run.js';
import { plainText } from '../../../packages/kubernetes-conventions/plain-text.js';
import { taskRunPodName, taskRunPodNameBeside } from '../../../plan/naming.js';
import type { CreateFailure } from '../../creations/create-failures.js';
import type { ObservedTaskRun } from '../observed.js';
import type { RunState } from '../run-state.js';

/** In the status before any Pod is created under the other name, so that every later pass, of any replica, uses it too. */
export const NAME_TAKEN: TaskRunReason = 'PodNameTaken';

type NameInputs = Pick<ObservedTaskRun, 'parent' | 'everCreated' | 'recentlyCreated'>;

/** Whether the run's Pod is created beside one that is called as it should be. Once decided, it stays so. */
export function isBeside({ parent, everCreated, recentlyCreated }: NameInputs): boolean {
  const name = taskRunPodNameBeside(parent.metadata.name, parent.metadata.uid ?? '');
  return takenMessage(parent) !== undefined || everCreated.has(name) || recentlyCreated.has(name);
}

/** What the status says of it; undefined when it does not. */
export const takenMessage = ({ status }: TaskRun): string | undefined => status?.conditions?.find(isDecision)?.message;

/** Earlier versions wrote it as the reason of the run. */
const isDecision = ({ type, reason }: Condition): boolean =>
  type === NAME_TAKEN || (type === 'Ready' && reason === NAME_TAKEN);

/**
 * The condition `PodNameTaken`, once it is decided: what else happens to the run, such as a pause, does not overwrite it.
 *
 * @param state what the pass found out
 */
export function takenCondition(
  { status }: TaskRun,
  state: RunState,
  { observedGeneration, time }: { readonly observedGeneration: number; readonly time: string },
): Condition[] {
  const known = status?.conditions?.find(({ type }) => type === NAME_TAKEN);
  if (known) return [{ ...known, observedGeneration }];
  const earlier = status?.conditions?.find(isDecision)?.message;
  const message = state.reason === NAME_TAKEN ? state.message : earlier;
  if (message === undefined) return [];
  const decision = { type: NAME_TAKEN, status: 'True', reason: NAME_TAKEN } as const;
  return [{ ...decision, message: plainText(message), lastTransitionTime: time, observedGeneration }];
}

/** What the run's Pod is called, whether it is there or not. */
export function podNameOf(inputs: NameInputs): string {
  const { name, uid = '' } = inputs.parent.metadata;
  return isBeside(inputs) ? taskRunPodNameBeside(name, uid) : taskRunPodName(name);
}

/** Whether the API server has said that another owner has a Pod of that name. */
export const isTaken = ({ reason, transient = false }: CreateFailure): boolean =>
  reason === 'AlreadyExists' && !transient;
