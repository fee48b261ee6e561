import type { Agent } from '../../api/generated/kinds.js';
import { type AgentPlan, agentUrl, planAgent } from '../../plan/agent/plan.js';
import { resolveAgent } from '../../plan/agent/resolve.js';
import { type InvalidSpec, invalidSpec } from '../templates/invalid-spec.js';

/** What an Agent comes to. */
export type PlannedAgent = { readonly kind: 'Planned'; readonly plan: AgentPlan; readonly url: string } | InvalidSpec;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function plannedAgent(agent: Agent): PlannedAgent {
  const resolution = resolveAgent(agent);
  if (resolution.kind === 'Invalid') return invalidSpec(resolution.problems);
  const { inputs } = resolution;
  return { kind: 'Planned', plan: planAgent(inputs), url: agentUrl(inputs) };
}
