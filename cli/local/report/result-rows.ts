import type { StepStatus, TaskPhase, TaskStatus } from '../../../api/generated/kinds.js';
import { isBatchRun, type Run } from '../../run/run-state.js';
import type { TaskRow } from '../../run/task-row.js';
import { withoutLogAdvice } from '../../run/task-words.js';
import { type FollowedRun, progressRowsOf, rowsOf, standInOf } from '../follow/followed-run.js';
import type { ResultRow } from './result-table.js';

/** The steps of a TaskRun that has some; empty for a run of agents. */
export const stepsOf = (run: Run): readonly StepStatus[] => {
  const steps = isBatchRun(run) ? [] : (run.status?.steps ?? []);
  return steps.some(({ container }) => container === 'agent') ? [] : steps;
};

/** What each task of a run did. @param isKept whether the logs can be asked for afterwards */
export const taskRowsOf = (
  followed: FollowedRun,
  outcomes: ReadonlyMap<number, TaskStatus> | undefined,
  isKept: boolean,
): ResultRow[] =>
  rowsOf(followed, outcomes).map((row) => ({
    ...row,
    name: row.name || (isBatchRun(followed.run) ? `task-${row.index}` : followed.run.metadata.name),
    message: messageOf(row, followed, isKept),
    isStandIn: standInOf(followed.run) !== '',
  }));

function messageOf({ phase, note, reason, jobName }: TaskRow, { activity, run }: FollowedRun, isKept: boolean): string {
  if (phase === 'Succeeded') return note || (activity?.seen(isBatchRun(run) ? jobName : 'agent').lastLine ?? '');
  const why = note || (reason === phase ? '' : reason);
  return isKept ? why : withoutLogAdvice(why);
}

/** What each step of a TaskRun did. */
export const stepRowsOf = (followed: FollowedRun): ResultRow[] =>
  progressRowsOf(followed, 0).map(({ label, phase, detail, startTime, completionTime }) => ({
    ...{ name: label, phase: phase as TaskPhase, message: detail, isStandIn: false, result: {} },
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
  }));
