import type { TaskStatus } from '../../../api/generated/kinds.js';
import { type HoldReason, holdReasons } from '../../../api/reasons.js';
import { groupBy } from '../jobs/group-by.js';
import { isFinished } from '../task-state.js';

/** What holds a run none of whose tasks runs or is about to: the reason of most tasks that are left; undefined for any other run. */
export function heldBy(tasks: readonly TaskStatus[]): HoldReason | undefined {
  const left = tasks.filter((task) => !isFinished(task));
  if (!left.every(({ phase, reason = '' }) => phase === 'Pending' && holdReasons.has(reason))) return undefined;
  const [most = []] = [...groupBy(left, ({ reason = '' }) => reason).values()].sort((a, b) => b.length - a.length);
  return most[0]?.reason as HoldReason | undefined;
}
