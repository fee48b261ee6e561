import type { AgentBuild } from '../../api/generated/kinds.js';
import { type AgentBuildPlan, planAgentBuild } from '../../plan/agent-build/plan.js';
import { resolveAgentBuild } from '../../plan/agent-build/resolve.js';
import { type InvalidSpec, invalidSpec } from '../templates/invalid-spec.js';

/** What an AgentBuild comes to. */
export type PlannedBuild = { readonly kind: 'Planned'; readonly plan: AgentBuildPlan } | InvalidSpec;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function plannedBuild(build: AgentBuild): PlannedBuild {
  const resolution = resolveAgentBuild(build);
  return resolution.kind === 'Invalid'
    ? invalidSpec(resolution.problems)
    : { kind: 'Planned', plan: planAgentBuild(resolution.inputs) };
}
