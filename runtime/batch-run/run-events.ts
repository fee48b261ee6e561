import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { blockedReasons, type RunEventReason } from '../../api/reasons.js';
import { parseIndexes } from '../../api/status/index-list.js';
import type { ProvenOutcomes } from '../../api/status/outcome-shard.js';
import { counted, oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { RecordedEvent } from '../engine/event-recorder.js';

/** Failed tasks told one by one in one pass; the others are only counted. */
const MAX_TASK_EVENTS = 10;

/** What to tell in Events when a run's status has gone from `before` to `after`: what began, what is wrong, what ended. */
export function runEvents(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  return [
    ...started(before, after),
    ...newFailure(before, after),
    ...failedTasks(before, after),
    ...ended(before, after),
  ];
}

/** What to tell of ConfigMaps that hold outcomes of somebody else's. */
export const forgeryEvents = ({ forged }: ProvenOutcomes): RecordedEvent[] =>
  forged.map((name) => ({
    type: 'Warning',
    reason: 'OutcomesForged' satisfies RunEventReason,
    message: `ConfigMap ${name} holds outcomes that the controller did not write; they are not believed. Look who may write ConfigMaps here`,
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
  const told = readiness(before)?.reason ?? '';
  if (!(reportedReasons.has(reason) || blockedReasons.has(reason)) || told === reason) return [];
  // An image is pulled again and again, and between two tries has the other reason.
  if (isPull(reason) && isPull(told)) return [];
  return [{ type: 'Warning', reason, message: oneLine(message) }];
}

const isPull = (reason: string): boolean => reason === 'ImagePullBackOff' || reason === 'ErrImagePull';

const readiness = (status: BatchRunStatus | undefined) => status?.conditions?.find(({ type }) => type === 'Ready');

function failedTasks(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  const known = parseIndexes(before?.failedIndexes);
  const fresh = [...parseIndexes(after.failedIndexes)].filter((index) => !known.has(index));
  const entries = new Map(after.tasks?.map((task) => [task.index, task]));
  const told = fresh.slice(0, MAX_TASK_EVENTS).map((index) => taskFailed(index, entries.get(index)));
  const unreported = fresh.length - told.length;
  if (unreported === 0) return told;
  return [...told, { type: 'Warning', reason: 'TaskFailed', message: `${counted(unreported, 'more task')} failed` }];
}

function taskFailed(index: number, entry: TaskStatus | undefined): RecordedEvent {
  const why = [entry?.reason, entry?.message].filter(Boolean).join(': ');
  const message = oneLine(`task ${index} failed${why && `: ${why}`}`);
  return { type: 'Warning', reason: 'TaskFailed', message, task: index };
}

function ended(before: BatchRunStatus | undefined, after: BatchRunStatus): RecordedEvent[] {
  if (after.completionTime === undefined || before?.completionTime !== undefined) return [];
  const message = oneLine(readiness(after)?.message ?? '');
  if (after.phase === 'Failed') return [{ type: 'Warning', reason: 'Failed', message }];
  return [{ type: 'Normal', reason: after.phase ?? '', message }];
}
