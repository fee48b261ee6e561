import type { TaskStatus } from '../../../api/generated/kinds.js';
import { type BlockedReason, blockedReasons } from '../../../api/reasons.js';
import { groupBy } from '../jobs/group-by.js';
import type { RunFailure } from './run-failure.js';

/** Tasks that have their Job and cannot start, whatever the run does. */
export interface BlockedTasks {
  readonly failure: RunFailure;
  /** How many of them are counted as running: their Pod has begun, but its agent has not. */
  readonly running: number;
}

/** The reason that holds most of them gives the run's reason, and the first such task its message; undefined without any. */
export function blockedTasks(tasks: readonly TaskStatus[]): BlockedTasks | undefined {
  const blocked = tasks.filter(isBlocked);
  const [most = []] = [...groupBy(blocked, ({ reason = '' }) => reason).values()].sort((a, b) => b.length - a.length);
  const [first] = most;
  if (!first) return undefined;
  const { index, name, message = '' } = first;
  const who = `task ${index}${name && name !== `task-${index}` ? ` (${name})` : ''}`;
  return {
    failure: {
      reason: first.reason as BlockedReason,
      message: `${blocked.length} of ${tasks.length} cannot start: ${first.reason}: ${who}: ${message}`,
    },
    running: blocked.filter(({ phase }) => phase === 'Running').length,
  };
}

const isBlocked = ({ phase, reason }: TaskStatus): boolean =>
  (phase === 'Pending' || phase === 'Running') && blockedReasons.has(reason ?? '');
