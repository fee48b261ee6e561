import type { AgentBuildPlan } from '../../../plan/agent-build/plan.js';
import { isApplied } from '../../engine/reconcile/is-applied.js';
import type { BuildState } from '../build-state.js';
import type { ObservedChild, ObservedTektonTaskRun } from '../observed.js';
import { leftOvers } from '../tekton/task-runs.js';
import { waitingForTekton } from './build-phase.js';

/** Whether the PipelineRun of a spec that has not been built is created now, and what to say of it. */
export interface NextBuild {
  readonly starts: boolean;
  readonly state: BuildState;
}

/**
 * A PipelineRun is created when its Pipeline and ServiceAccount are in force, since Tekton reads them once, and when
 * nothing is left of an earlier one of that name.
 *
 * @param own the children that are the AgentBuild's
 */
export function nextBuild(
  { pipelineRun, pipeline, serviceAccount }: AgentBuildPlan,
  own: readonly ObservedChild[],
  taskRuns: readonly ObservedTektonTaskRun[],
): NextBuild {
  const { name } = pipelineRun.metadata;
  const isThere = own.some(({ kind, metadata }) => kind === 'PipelineRun' && metadata.name === name);
  if (isThere || leftOvers(name, taskRuns).length > 0) {
    return waiting(`an earlier PipelineRun ${name} is being removed`);
  }
  const isInForce = [serviceAccount, pipeline].every((planned) =>
    own.some((child) => child.kind === planned.kind && isApplied(child, planned)),
  );
  if (!isInForce) return waiting('the ServiceAccount and the Pipeline are about to be created or changed');
  return { starts: true, state: waitingForTekton(name) };
}

const waiting = (message: string): NextBuild => ({
  starts: false,
  state: { phase: 'Pending', reason: 'PipelineRunPending', message },
});
