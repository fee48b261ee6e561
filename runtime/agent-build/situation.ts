import type { Agent, BuildRecord } from '../../api/generated/kinds.js';
import { deliveredBy } from '../../api/gitops/delivered-by.js';
import { isControlledBy } from '../../packages/kubernetes-conventions/owner.js';
import type { AgentBuildPlan } from '../../plan/agent-build/plan.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import { rememberedBuilds } from './build/build-records.js';
import type { ObservedAgentBuild, ObservedChild, ObservedPipelineRun } from './observed.js';
import { type PlannedBuild, plannedBuild } from './plan.js';
import { type ApplyFailure, applyFailure, conflict } from './policies/apply-failure.js';

/** What a pass observed, sorted by what it decides. */
export interface Situation {
  readonly observed: ObservedAgentBuild;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly planned: PlannedBuild;
  /** The children that are the AgentBuild's alone. */
  readonly own: readonly ObservedChild[];
  /** Those that are its own, and that a Git tool applies as well: putting them right would never end. */
  readonly contested: readonly ObservedChild[];
  /** Those that another owner controls. */
  readonly conflicting: readonly ObservedChild[];
  /** The PipelineRuns among its own. */
  readonly runs: readonly ObservedPipelineRun[];
  /** The Agent among its own. */
  readonly agent: Agent | undefined;
  /** What keeps a child from being as it is planned. */
  readonly applyFailures: readonly ApplyFailure[];
  /** What became of each spec that has been built or is being built, that of the present one first. */
  readonly remembered: readonly BuildRecord[];
}

export function situationOf(observed: ObservedAgentBuild, now: number, failures: readonly ChildFailure[]): Situation {
  const { parent, children } = observed;
  const controlled = children.filter((child) => isControlledBy(child, parent.metadata.uid ?? ''));
  const conflicting = children.filter((child) => !controlled.includes(child));
  const own = controlled.filter(({ metadata }) => !deliveredBy(metadata));
  const contested = controlled.filter((child) => !own.includes(child));
  const planned = plannedBuild(parent);
  const runs = own.filter((child) => child.kind === 'PipelineRun');
  return {
    ...{ observed, now, planned, own, contested, conflicting, runs },
    agent: own.find((child) => child.kind === 'Agent'),
    applyFailures: [
      ...[...conflicting, ...contested].map(conflict),
      ...failures.filter(isApplyFailure).map(applyFailure),
    ],
    remembered: rememberedBuilds({ observed, runs, wanted: planOf({ planned })?.hash, now }),
  };
}

/** Undefined when the AgentBuild cannot be planned. */
export const planOf = ({ planned }: Pick<Situation, 'planned'>): AgentBuildPlan | undefined =>
  planned.kind === 'Planned' ? planned.plan : undefined;

/** A build that ends while it is cancelled is no failure, nor is one that is being removed. */
const isApplyFailure = ({ change: { type } }: ChildFailure): boolean => type === 'create' || type === 'apply';
