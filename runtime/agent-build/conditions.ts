import type { Condition } from '../../api/generated/kinds.js';
import { conditionsOf as runConditions } from '../../api/status/conditions.js';
import type { BuildState } from './build-state.js';
import type { Deployment } from './policies/deployment.js';

/** The conditions of every run, for the build, and Deployed, for the Agent if one is deployed. */
export function conditionsOf(
  state: BuildState,
  deployment: Deployment | undefined,
  previous: readonly Condition[],
  moment: { readonly observedGeneration: number; readonly time: string },
): Condition[] {
  const ofBuild = runConditions(state, previous, moment);
  return deployment ? [...ofBuild, deployed(deployment, previous, moment)] : ofBuild;
}

function deployed(
  { isDeployed, reason, message }: Deployment,
  previous: readonly Condition[],
  { observedGeneration, time }: { readonly observedGeneration: number; readonly time: string },
): Condition {
  const status = isDeployed ? 'True' : 'False';
  const known = previous.find(({ type }) => type === 'Deployed');
  const lastTransitionTime = known?.status === status ? known.lastTransitionTime : time;
  return { type: 'Deployed', status, reason, message, lastTransitionTime, observedGeneration };
}
