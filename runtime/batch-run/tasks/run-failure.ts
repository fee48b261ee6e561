import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { RunReason } from '../../../api/kinds/batch-run.js';
import { counted } from '../../../packages/kubernetes-conventions/sentence.js';
import { taskInMessage } from '../../../plan/batch-run/task-in-message.js';
import type { CreateFailure } from '../../creations/create-failures.js';
import type { PlanState } from '../template/plan-state.js';

type CreateFailures = ReadonlyMap<string, CreateFailure>;

/** Why tasks do not start or end. */
export interface RunFailure {
  readonly reason: RunReason;
  readonly message: string;
}

/** What keeps tasks from starting and concerns the run as a whole, the most general first; undefined when nothing does. */
export function runFailure(
  tasks: readonly TaskStatus[],
  planState: PlanState,
  createFailures: CreateFailures,
): RunFailure | undefined {
  const pending = tasks.filter(({ phase }) => phase === 'Pending');
  return (
    planProblem(pending, planState) ??
    textFailure(pending, planState, createFailures) ??
    jobFailure(pending) ??
    notApplied(pending)
  );
}

function planProblem(pending: readonly TaskStatus[], planState: PlanState): RunFailure | undefined {
  const isBlocked = pending.some(({ reason }) => reason === 'TemplateChanged' || reason === 'TemplateNotFound');
  return isBlocked && planState.kind !== 'Planned' ? planState.problem : undefined;
}

function textFailure(
  pending: readonly TaskStatus[],
  planState: PlanState,
  createFailures: CreateFailures,
): RunFailure | undefined {
  if (planState.kind !== 'Planned' || createFailures.size === 0) return undefined;
  const { configMaps, tasks } = planState.plan;
  const texts = [...configMaps, ...pending.flatMap(({ index }) => tasks[index]?.texts() ?? [])];
  const [message] = texts.flatMap(({ metadata }) => createFailures.get(metadata.name)?.message ?? []);
  return message === undefined ? undefined : { reason: 'CreateFailed', message };
}

function jobFailure(pending: readonly TaskStatus[]): RunFailure | undefined {
  const failed = pending.find(({ reason }) => reason === 'CreateFailed' || reason === 'JobConflict');
  return failed && { reason: 'CreateFailed', message: `task ${taskInMessage(failed)}: ${failed.message}` };
}

function notApplied(pending: readonly TaskStatus[]): RunFailure | undefined {
  const missing = pending.filter(({ reason }) => reason === 'JobNotApplied').length;
  if (missing === 0) return undefined;
  const message = `${counted(missing, 'Job')} missing; apply the Jobs that were synthesized with the run`;
  return { reason: 'JobsNotApplied', message };
}
