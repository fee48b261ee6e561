import type { TaskRunStatus } from '../../api/generated/kinds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { RecordedEvent } from '../engine/event-recorder.js';

/**
 * The Events for a change of a run's status from `before` to `after`: failures, and how the run ended. What every run has and
 * the status shows, such as its Pod, is no Event, because each Event is a write.
 */
export function runEvents(before: TaskRunStatus | undefined, after: TaskRunStatus): RecordedEvent[] {
  return [...newFailure(before, after), ...ended(before, after)];
}

const reportedReasons: ReadonlySet<string> = new Set([
  'TaskNotFound',
  'WorkspaceConfigNotFound',
  'InvalidSpec',
  'CreateFailed',
]);

function newFailure(before: TaskRunStatus | undefined, after: TaskRunStatus): RecordedEvent[] {
  const { reason = '', message = '' } = readiness(after) ?? {};
  if (after.completionTime !== undefined || !reportedReasons.has(reason) || readiness(before)?.reason === reason)
    return [];
  return [{ type: 'Warning', reason, message: oneLine(message) }];
}

const readiness = (status: TaskRunStatus | undefined) => status?.conditions?.find(({ type }) => type === 'Ready');

function ended(before: TaskRunStatus | undefined, after: TaskRunStatus): RecordedEvent[] {
  if (after.completionTime === undefined || before?.completionTime !== undefined) return [];
  const { reason = '', message = '' } = readiness(after) ?? {};
  if (after.phase === 'Failed')
    return [{ type: 'Warning', reason: 'Failed', message: oneLine(`${reason}: ${message}`) }];
  return [{ type: 'Normal', reason: after.phase ?? '', message: oneLine(message) }];
}
