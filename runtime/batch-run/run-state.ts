import type { BatchRunSpec, Phase, TaskStatus } from '../../api/generated/kinds.js';
import type { RunReason } from '../../api/kinds/batch-run.js';
import { countsText } from '../../api/status/counts-text.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { taskInMessage } from '../../plan/batch-run/task-in-message.js';
import { pausedMessage } from './policies/pause.js';
import { isFinished } from './task-state.js';
import { blockedTasks } from './tasks/blocked-tasks.js';
import { heldBy } from './tasks/held-tasks.js';
import type { Counts } from './tasks/progress.js';
import type { RunFailure } from './tasks/run-failure.js';
import type { PlanProblem } from './template/plan-state.js';

/** Far below the schema's limit: each of a run's conditions repeats the message. */
export const MAX_MESSAGE = 8192;

/** The state of a whole run in one word, and why. */
export interface RunState {
  readonly phase: Phase;
  readonly reason: RunReason;
  readonly message: string;
}

/** What is wanted of a run after it has begun. */
export type RunControls = Pick<BatchRunSpec, 'suspend' | 'cancel'>;

/**
 * A run that could not be planned: only a spec that is wrong is a failure, everything else may still come.
 *
 * @param since RFC 3339: when the run was first seen
 */
export function unplannedState(
  { reason, message }: PlanProblem,
  { suspend, cancel }: RunControls,
  since: string,
): RunState {
  if (cancel)
    return { phase: 'Cancelled', reason: 'Cancelled', message: 'the run was cancelled before it was planned' };
  if (suspend) return { phase: 'Paused', reason: 'Suspended', message: paused(message) };
  const isMissing = reason === 'BatchNotFound' || reason === 'WorkspaceConfigNotFound';
  const wait = isMissing
    ? `; the run has waited since ${since}, and keeps waiting until the object exists or the run is cancelled`
    : '';
  const phase = reason === 'InvalidSpec' ? 'Failed' : 'Pending';
  return { phase, reason, message: oneLine(`${message}${wait}`, MAX_MESSAGE) };
}

/**
 * The state of a run from its tasks.
 *
 * @param previous the phase shown so far: a run that has begun is not Pending again while its tasks wait to try again
 * @param failure what blocks the run as a whole; it gives the reason of a run that has not ended
 */
export function runState(
  tasks: readonly TaskStatus[],
  progress: Counts,
  { suspend, cancel }: RunControls,
  failure?: RunFailure,
  previous?: Phase,
): RunState {
  const { total, pending, completed, failed, cancelled = 0 } = progress;
  if (completed === total)
    return { phase: 'Succeeded', reason: 'TasksSucceeded', message: `${succeeded(total)}${reusedText(tasks)}` };
  const ended = completed + failed + cancelled;
  if (ended === total && cancelled > 0)
    return { phase: 'Cancelled', reason: 'Cancelled', message: countsText(progress) };
  if (ended === total) return { phase: 'Failed', reason: 'TasksFailed', message: failures(tasks, progress) };
  const phase = pending === total && previous !== 'Running' ? 'Pending' : 'Running';
  const message = `${countsText(progress)}${whyPending(tasks)}`;
  if (cancel) return { phase, reason: 'Cancelling', message: `being cancelled; ${message}` };
  if (suspend) return { phase: 'Paused', reason: 'Suspended', message: paused(message) };
  const held = failure ?? blockedTasks(tasks);
  if (held)
    return {
      phase: isStuck(tasks) ? 'Failed' : phase,
      reason: held.reason,
      message: `${message}; ${oneLine(held.message, MAX_MESSAGE)}`,
    };
  const reason = heldBy(tasks) ?? (phase === 'Pending' ? 'TasksPending' : 'TasksRunning');
  return { phase, reason, message };
}

/**
 * Whether nothing runs and nothing can start unless the template is put back. Such a run counts as failed, so that nobody
 * waits for it, but has no completionTime: it heals.
 */
const isStuck = (tasks: readonly TaskStatus[]): boolean =>
  tasks.every((task) => isFinished(task) || task.reason === 'TemplateChanged' || task.reason === 'TemplateNotFound');

function reusedText(tasks: readonly TaskStatus[]): string {
  const reused = tasks.filter(({ reason }) => reason === 'Reused').length;
  return reused > 0 ? `, ${reused} of them in earlier runs` : '';
}

const succeeded = (total: number): string => (total === 1 ? 'the task succeeded' : `all ${total} tasks succeeded`);

const paused = (message: string): string => oneLine(pausedMessage(message), MAX_MESSAGE);

const NAMED_FAILURES = 5;

function failures(tasks: readonly TaskStatus[], progress: Counts): string {
  const named = tasks.filter(({ phase }) => phase === 'Failed').slice(0, NAMED_FAILURES);
  const list = named.map((task) => `${taskInMessage(task)} (${task.reason})`).join(', ');
  const hidden = progress.failed - named.length;
  return `${countsText(progress)}: ${list}${hidden > 0 ? ` and ${hidden} more` : ''}`;
}

/** ` (2 ImagePullBackOff, 1 PodPending)`, most frequent first. */
function whyPending(tasks: readonly TaskStatus[]): string {
  const counts = new Map<string, number>();
  for (const { phase, reason = '' } of tasks)
    if (phase === 'Pending') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return '';
  return ` (${[...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ')})`;
}
