import type { Phase, TaskStatus } from '../../api/generated/kinds.js';
import type { RunReason } from '../../api/reasons.js';
import { counted, oneLine } from '../run/sentence.js';
import type { Counts } from './progress.js';
import type { Hindrance } from './start.js';

/** Far below the schema's limit: each of a run's conditions repeats the message. */
export const MAX_MESSAGE = 8192;

/** The state of a whole run in one word, and why. */
export interface RunState {
  readonly phase: Phase;
  readonly reason: RunReason;
  readonly message: string;
}

/** A run that could not be planned: only a spec that is wrong is a failure, everything else may still come. */
export function unplannedState({ reason, message }: Hindrance): RunState {
  return { phase: reason === 'InvalidSpec' ? 'Failed' : 'Pending', reason, message: oneLine(message, MAX_MESSAGE) };
}

/**
 * The state of a run from its tasks.
 *
 * @param obstacle what keeps the run as a whole from going on; it gives the reason of a run that has not ended
 */
export function runState(tasks: readonly TaskStatus[], progress: Counts, obstacle?: Hindrance): RunState {
  const { total, pending, running, completed, failed } = progress;
  if (completed === total) return { phase: 'Succeeded', reason: 'TasksSucceeded', message: succeeded(total) };
  if (completed + failed === total)
    return { phase: 'Failed', reason: 'TasksFailed', message: failures(tasks, progress) };
  const phase = pending === total ? 'Pending' : 'Running';
  const message = `${completed + failed} of ${counted(total, 'task')} ended, ${running} running, ${pending} pending${whyPending(tasks)}`;
  if (obstacle)
    return { phase, reason: obstacle.reason, message: `${message}; ${oneLine(obstacle.message, MAX_MESSAGE)}` };
  return { phase, reason: phase === 'Pending' ? 'TasksPending' : 'TasksRunning', message };
}

const succeeded = (total: number): string => (total === 1 ? 'the task succeeded' : `all ${total} tasks succeeded`);

const NAMED_FAILURES = 5;

function failures(tasks: readonly TaskStatus[], { total, failed }: Counts): string {
  const named = tasks.filter(({ phase }) => phase === 'Failed').slice(0, NAMED_FAILURES);
  const list = named.map(({ index, reason }) => `${index} (${reason})`).join(', ');
  const more = failed > NAMED_FAILURES ? ` and ${failed - NAMED_FAILURES} more` : '';
  return `${failed} of ${counted(total, 'task')} failed: ${list}${more}`;
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
