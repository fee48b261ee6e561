import type { BatchRun, BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { conditionsOf } from '../../api/status/conditions.js';
import { formatIndexes } from '../../api/status/index-list.js';
import type { ProvenOutcomes } from '../../api/status/outcome-shard.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';
import { finishedCondition } from '../conditions/finished-condition.js';
import { inlineCapacity, isInline } from './outcomes/inline-capacity.js';
import { outcomeProofs } from './policies/unstored-outcomes.js';
import { type RunState, runState, unplannedState } from './run-state.js';
import { isFinished } from './task-state.js';
import { progressOf } from './tasks/progress.js';
import type { RunFailure } from './tasks/run-failure.js';
import type { PlanProblem, PlanState } from './template/plan-state.js';

/** The part of every status that says how the run as a whole is. */
function overall(run: BatchRun, state: RunState, now: number) {
  const { status, metadata } = run;
  const observedGeneration = metadata.generation ?? 1;
  const time = timestamp(now);
  const moment = { observedGeneration, time };
  const previous = status?.conditions ?? [];
  return {
    observedGeneration,
    phase: state.phase,
    startTime: status?.startTime ?? time,
    conditions: [...conditionsOf(state, previous, moment), finishedCondition(state, previous, moment)],
  };
}

/**
 * No completionTime even when the spec is invalid: a run that never had a task is not over, and heals. Only one that
 * was cancelled does not.
 */
export function unplannedStatus(run: BatchRun, problem: PlanProblem, now: number): BatchRunStatus {
  return {
    ...overall(run, unplannedState(problem, run.spec, run.status?.startTime ?? timestamp(now)), now),
    ...(run.spec.cancel && { completionTime: timestamp(now) }),
    progress: progressOf([]),
    tasks: [],
  };
}

/** The observed status with another reason, for a pass that could not store the outcomes it would report. */
export function holdStatus(run: BatchRun, failure: RunFailure, now: number): BatchRunStatus {
  const state: RunState = { phase: 'Running', ...failure };
  return { ...run.status, ...overall(run, state, now) };
}

export interface ReportedRun {
  readonly run: BatchRun;
  readonly planState: Exclude<PlanState, { kind: 'Unplanned' }>;
  /** Every task, by index. */
  readonly tasks: readonly TaskStatus[];
  readonly outcomes: ProvenOutcomes;
  /** Whether the task's Job has been created, as far as is known. */
  readonly isSeen: (task: TaskStatus) => boolean;
  /** What keeps tasks from starting. */
  readonly failure: RunFailure | undefined;
}

export function plannedStatus(
  { run, planState, tasks, outcomes, isSeen, failure }: ReportedRun,
  now: number,
): BatchRunStatus {
  const progress = progressOf(tasks);
  const state = runState(tasks, progress, run.spec, failure, run.status?.phase);
  const isFinishedRun = progress.pending + progress.running === 0;
  return {
    ...overall(run, state, now),
    ...(isFinishedRun && { completionTime: lastEnd(tasks) ?? timestamp(now) }),
    completions: `${progress.completed}/${progress.total}`,
    planHash: planState.planHash,
    progress,
    ...indexLists(tasks, isSeen),
    ...entries(run, tasks, outcomes),
  };
}

/** An empty list is left out, as in a Job's status. */
function indexLists(tasks: readonly TaskStatus[], isSeen: (task: TaskStatus) => boolean): IndexLists {
  const listed = (isListed: (task: TaskStatus) => boolean) =>
    formatIndexes(tasks.filter(isListed).map(({ index }) => index));
  const observedIndexes = listed(isSeen);
  const completedIndexes = listed(({ phase }) => phase === 'Succeeded');
  const failedIndexes = listed(({ phase }) => phase === 'Failed');
  const cancelledIndexes = listed(({ phase }) => phase === 'Cancelled');
  return {
    ...(observedIndexes && { observedIndexes }),
    ...(completedIndexes && { completedIndexes }),
    ...(failedIndexes && { failedIndexes }),
    ...(cancelledIndexes && { cancelledIndexes }),
  };
}

type IndexLists = Pick<BatchRunStatus, 'observedIndexes' | 'completedIndexes' | 'failedIndexes' | 'cancelledIndexes'>;

/** All entries where they fit, else those that people look for first: what runs, then what failed. */
function entries(
  run: BatchRun,
  tasks: readonly TaskStatus[],
  outcomes: ProvenOutcomes,
): Pick<BatchRunStatus, 'tasks' | 'outcomes' | 'outcomeDigests'> {
  if (isInline(run, tasks.length)) return { tasks: [...tasks] };
  const running = tasks.filter(({ phase }) => phase === 'Running');
  const failed = tasks.filter(({ phase }) => phase === 'Failed');
  const shown = [...running, ...failed].slice(0, inlineCapacity(run)).sort((a, b) => a.index - b.index);
  return { tasks: shown, ...outcomeProofs(run, tasks, outcomes) };
}

/** Times of one format and zone sort as text. */
function lastEnd(tasks: readonly TaskStatus[]): string | undefined {
  return tasks
    .flatMap((task) => (isFinished(task) && task.completionTime ? [task.completionTime] : []))
    .reduce<string | undefined>((last, time) => (last === undefined || time > last ? time : last), undefined);
}
