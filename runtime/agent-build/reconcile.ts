import type { AgentBuildStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Outcome, Report } from '../engine/reconcile/reconcile-once.js';
import { isFinished } from './build-state.js';
import { decide } from './decision.js';
import { desiredChildren } from './desired.js';
import type { ObservedAgentBuild } from './observed.js';
import { deployment, wantedAgent } from './policies/deployment.js';
import { awaitsFinalReport, LOOK_AGAIN_SECONDS } from './policies/final-report.js';
import { cancelSuperseded } from './policies/superseded.js';
import { planOf, type Situation, situationOf } from './situation.js';
import { statusOf } from './status.js';

/** When to retry after a conflict with an object that is not watched, or after a failure. */
const RETRY_SECONDS = 60;

/**
 * Decides one pass over an AgentBuild: its ServiceAccount and Pipeline as the planner says, one PipelineRun for each spec
 * that has not been built, perhaps an Agent on what was built last, and what the status should say.
 *
 * What became of a spec is remembered in the status, also when its PipelineRun is gone. Objects of the same name that the AgentBuild
 * does not control are others'. An AgentBuild that cannot be planned keeps what it has.
 */
export function reconcile(observed: ObservedAgentBuild, now: number): Outcome<AgentBuildStatus> {
  const situation = situationOf(observed, now, []);
  const decision = decide(situation);
  const plan = planOf(situation);
  const agent = plan && wantedAgent(observed.parent, decision.builds);
  return {
    desired: desiredChildren(situation, decision.starts, agent),
    amendments: plan && cancelSuperseded(situation.runs, plan.pipelineRun.metadata.name),
    verifyGone: missingRuns(situation),
    ...report(situation),
  };
}

/** What the status says after some of the changes of a pass failed. */
export const explain = (
  observed: ObservedAgentBuild,
  failures: readonly ChildFailure[],
  now: number,
): Report<AgentBuildStatus> => report(situationOf(observed, now, failures));

const report = (situation: Situation): Report<AgentBuildStatus> => ({
  status: status(situation),
  requeueAfterSeconds: nextLook(situation),
});

function nextLook({ observed, runs, applyFailures, now }: Situation): number | undefined {
  if (runs.some((run) => awaitsFinalReport(run, observed, now))) return LOOK_AGAIN_SECONDS;
  return applyFailures.length > 0 ? RETRY_SECONDS : undefined;
}

function status(situation: Situation): AgentBuildStatus {
  const { observed, agent, applyFailures, now } = situation;
  const { state, builds } = decide(situation);
  const wanted = planOf(situation) && wantedAgent(observed.parent, builds);
  const failure = applyFailures.find(({ kind }) => kind === 'Agent');
  const reported = {
    ...{ state, builds, hash: planOf(situation)?.hash },
    agentName: agent?.metadata.name,
    deployment: deployment(observed.parent, wanted, agent, failure),
  };
  return statusOf(observed.parent, reported, now);
}

/** PipelineRuns that were seen once, or created, when they are taken for gone. */
function missingRuns({ observed: { parent, absentKinds }, runs }: Situation): KubernetesObject[] {
  if (absentKinds.length > 0) return [];
  return (parent.status?.builds ?? [])
    .filter((record) => !isFinished(record) && !runs.some(({ metadata }) => metadata.name === record.pipelineRunName))
    .map(({ pipelineRunName: name }) => ({ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name } }));
}
