import type { TaskRun } from '../../../api/generated/kinds.js';
import type { TaskRunReason } from '../../../api/reasons.js';
import { taskRunPodName, taskRunPodNameBeside } from '../../../plan/naming.js';
import type { Refusal } from '../../creations/refusals.js';
import type { ObservedTaskRun } from '../observed.js';

/** In the status before any Pod is created under the other name, so that every later pass, of any replica, uses it too. */
export const NAME_TAKEN: TaskRunReason = 'PodNameTaken';

type Sight = Pick<ObservedTaskRun, 'parent' | 'everCreated' | 'recentlyCreated'>;

/** Whether the run's Pod is created beside one that is called as it should be. Once decided, it stays so. */
export function isBeside({ parent, everCreated, recentlyCreated }: Sight): boolean {
  const name = taskRunPodNameBeside(parent.metadata.name, parent.metadata.uid ?? '');
  return takenMessage(parent) !== undefined || everCreated.has(name) || recentlyCreated.has(name);
}

/** What the status says of it; undefined when it does not. */
export function takenMessage({ status }: TaskRun): string | undefined {
  const { reason, message } = status?.conditions?.find(({ type }) => type === 'Ready') ?? {};
  return reason === NAME_TAKEN ? message : undefined;
}

/** What the run's Pod is called, whether it is there or not. */
export function podNameOf(sight: Sight): string {
  const { name, uid = '' } = sight.parent.metadata;
  return isBeside(sight) ? taskRunPodNameBeside(name, uid) : taskRunPodName(name);
}

/** Whether the API server has said that a Pod of that name is somebody else's. */
export const isTaken = ({ reason, transient = false }: Refusal): boolean => reason === 'AlreadyExists' && !transient;
