import type { Agent, AgentBuild, BuildRecord } from '../../../api/generated/kinds.js';
import type { DeployedReason } from '../../../api/kinds/agent-build.js';
import { deployedAgent } from '../../../plan/agent-build/deployed-agent.js';
import { agentBuildInputs } from '../../../plan/agent-build/inputs.js';
import { isApplied } from '../../engine/reconcile/is-applied.js';
import type { ApplyFailure } from './apply-failure.js';

/** Whether the Agent is as the AgentBuild says, and why. */
export interface Deployment {
  readonly isDeployed: boolean;
  readonly reason: DeployedReason;
  readonly message: string;
}

/** The image that was built last: of the present spec, else of the one before it, and so on. */
export const lastImage = (builds: readonly BuildRecord[]): BuildRecord | undefined =>
  builds.find(({ phase, image }) => phase === 'Succeeded' && image !== undefined);

/** The Agent there should be; undefined when none is to be deployed, or nothing has been built yet. */
export function wantedAgent(build: AgentBuild, builds: readonly BuildRecord[]): Agent | undefined {
  const image = lastImage(builds)?.image;
  if (build.spec.deploy !== true || image === undefined) return undefined;
  return deployedAgent(agentBuildInputs(build), image);
}

/** Undefined when `deploy` is not set. The status of the Agent says whether it is ready. */
export function deployment(
  { spec }: AgentBuild,
  wanted: Agent | undefined,
  observed: Agent | undefined,
  failure: ApplyFailure | undefined,
): Deployment | undefined {
  if (spec.deploy !== true) return undefined;
  if (!wanted) return isNot('AwaitingImage', 'no image has been built yet');
  if (failure) return isNot(failure.isConflict ? 'AgentConflict' : 'ApplyFailed', failure.message);
  const { name } = wanted.metadata;
  if (!observed || !isApplied(observed, wanted)) return isNot('AgentPending', `Agent ${name} is about to be applied`);
  return { isDeployed: true, reason: 'AgentApplied', message: `Agent ${name} is kept on ${wanted.spec.image}` };
}

const isNot = (reason: DeployedReason, message: string): Deployment => ({ isDeployed: false, reason, message });
