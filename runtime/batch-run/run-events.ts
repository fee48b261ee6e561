import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import type { RunEventReason } from '../../api/kinds/batch-run.js';
import { blockedReasons } from '../../api/reasons.js';
import { parseIndexes } from '../../api/status/index-list.js';
import type { ProvenOutcomes } from '../../api/status/outcome-shard.js';
import { counted, oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { taskInMessage } from '../../plan/batch-run/task-in-message.js';
import type { RecordedEvent } from '../engine/event-recorder.js';

/** Failed tasks with an Event of their own in one pass; the others are only counted. */
const MAX_TASK_EVENTS = 10;

/** The Events for a change of a run's status from `before` to `after`: what began, failures, what ended. */
export function runEvents(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  return [
    ...started(before, after),
    ...newFailure(before, after),
    ...failedTasks(before, after),
    ...ended(before, after),
  ];
}

/** The Events for ConfigMaps with outcomes that the controller did not write. */
export const forgeryEvents = ({ forged }: ProvenOutcomes): RecordedEvent[] =>
  forged.map((name) => ({
    type: 'Warning',
    reason: 'OutcomesForged' satisfies RunEventReason,
    message: `ConfigMap ${name} contains outcomes that the controller did not write, and they are ignored; check who can write ConfigMaps in this namespace`,
  }));

function started(before: BatchRunStatus | undefined, { planHash, progress }: BatchRunStatus): RecordedEvent[] {
  if (planHash === undefined || before?.planHash !== undefined) return [];
  return [{ type: 'Normal', reason: 'Started', message: `planned ${counted(progress?.total ?? 0, 'task')}` }];
}

const reportedReasons: ReadonlySet<string> = new Set([
  'BatchNotFound',
  'WorkspaceConfigNotFound',
  'InvalidSpec',
  'TemplateChanged',
  'CreateFailed',
]);

function newFailure(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  const { reason = '', message = '' } = readiness(after) ?? {};
  const earlier = readiness(before)?.reason ?? '';
  if (!(reportedReasons.has(reason) || blockedReasons.has(reason)) || earlier === reason) return [];
  // An image is pulled again and again, and between two tries has the other reason.
  if (isPull(reason) && isPull(earlier)) return [];
  return [{ type: 'Warning', reason, message: oneLine(message) }];
}

const isPull = (reason: string): boolean => reason === 'ImagePullBackOff' || reason === 'ErrImagePull';

const readiness = (status: BatchRunStatus | undefined) => status?.conditions?.find(({ type }) => type === 'Ready');

function failedTasks(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  const known = parseIndexes(before?.failedIndexes);
  const fresh = [...parseIndexes(after.failedIndexes)].filter((index) => !known.has(index));
  const entries = new Map(after.tasks?.map((task) => [task.index, task]));
  const reported = fresh.slice(0, MAX_TASK_EVENTS).map((index) => taskFailed(index, entries.get(index)));
  const unreported = fresh.length - reported.length;
  if (unreported === 0) return reported;
  return [
    ...reported,
    { type: 'Warning', reason: 'TaskFailed', message: `${counted(unreported, 'more task')} failed` },
  ];
}

function taskFailed(index: number, entry: TaskStatus | undefined): RecordedEvent {
  const why = [entry?.reason, entry?.message].filter(Boolean).join(': ');
  const message = oneLine(`task ${entry ? taskInMessage(entry) : index} failed${why && `: ${why}`}`);
  return { type: 'Warning', reason: 'TaskFailed', message, task: index };
}

function ended(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  if (after.completionTime === undefined || before?.completionTime !== undefined) return [];
  const message = oneLine(readiness(after)?.message ?? '');
  if (after.phase === 'Failed') return [{ type: 'Warning', reason: 'Failed', message }];
  return [{ type: 'Normal', reason: after.phase ?? '', message }];
}
