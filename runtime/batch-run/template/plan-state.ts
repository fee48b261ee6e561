import type { BatchRun } from '../../../api/generated/kinds.js';
import type { RunReason } from '../../../api/kinds/batch-run.js';
import type { Pace } from '../../../plan/batch-run/pace.js';
import type { BatchRunPlan } from '../../../plan/batch-run/plan.js';
import { settleSecondsLeft } from '../../templates/settle-time.js';
import type { Template } from './template.js';

/** Why tasks without a Job cannot get one. */
export interface PlanProblem {
  readonly reason: RunReason;
  readonly message: string;
}

/** How many tasks a run has, and where their Jobs come from. */
export type PlanState =
  /** The run has not been planned. */
  | { readonly kind: 'Unplanned'; readonly problem: PlanProblem; readonly requeueAfterSeconds?: number }
  /** It was planned before, but what it was planned from is gone or another by now. */
  | { readonly kind: 'Held'; readonly planHash: string; readonly total: number; readonly problem: PlanProblem }
  | {
      readonly kind: 'Planned';
      readonly planHash: string;
      readonly total: number;
      readonly plan: BatchRunPlan;
      readonly pace: Pace;
    };

/**
 * What a run starts from: the first plan that worked, and never another, so that its tasks all come from one template. Only a
 * run that follows its template goes on with the plan of today.
 */
export function planStateOf(run: BatchRun, template: Template, now: number): PlanState {
  const { planHash, progress } = run.status ?? {};
  const total = progress?.total ?? 0;
  const settling = planHash === undefined ? settleSecondsLeft(run, now) : 0;
  if (settling > 0) return { kind: 'Unplanned', problem: pending, requeueAfterSeconds: settling };
  if (template.kind !== 'Planned') {
    const problem = { reason: template.kind, message: template.message };
    return planHash === undefined ? { kind: 'Unplanned', problem } : { kind: 'Held', planHash, total, problem };
  }
  const { plan, pace } = template;
  if (planHash !== undefined && planHash !== plan.hash && !plan.follows)
    return { kind: 'Held', planHash, total, problem: changed };
  return { kind: 'Planned', planHash: plan.hash, total: plan.tasks.length, plan, pace };
}

const pending: PlanProblem = { reason: 'TasksPending', message: 'the tasks are being planned' };

const changed: PlanProblem = {
  reason: 'TemplateChanged',
  message:
    'the Batch or WorkspaceConfig changed after this run was planned, so no more tasks start; change it back, or cancel this run and create another BatchRun',
};
