import type { TaskStatus } from '../../../api/generated/kinds.js';
import { type BlockedReason, blockedReasons } from '../../../api/reasons.js';
import { taskInMessage } from '../../../plan/batch-run/task-in-message.js';
import { groupBy } from '../jobs/group-by.js';
import type { RunFailure } from './run-failure.js';

/**
 * Why tasks that have their Job cannot start, whatever the run does. The reason that holds most of them gives the run's
 * reason, and the first such task its message; undefined without any.
 */
export function blockedTasks(tasks: readonly TaskStatus[]): RunFailure | undefined {
  const blocked = tasks.filter(isBlocked);
  const [most = []] = [...groupBy(blocked, ({ reason = '' }) => reason).values()].sort((a, b) => b.length - a.length);
  const [first] = most;
  if (!first) return undefined;
  const { index, name, message = '' } = first;
  const task = taskInMessage(first);
  const who = `task ${task}${name && name !== task && name !== `task-${index}` ? ` (${name})` : ''}`;
  return {
    reason: first.reason as BlockedReason,
    message: `${blocked.length} of ${tasks.length} cannot start: ${first.reason}: ${who}: ${message}`,
  };
}

const isBlocked = ({ phase, reason }: TaskStatus): boolean => phase === 'Pending' && blockedReasons.has(reason ?? '');
