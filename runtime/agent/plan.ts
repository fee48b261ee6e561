import type { Agent } from '../../api/generated/kinds.js';
import { listed } from '../../packages/kubernetes-conventions/sentence.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { agentInputs } from '../../plan/agent/inputs.js';
import { type AgentPlan, agentUrl, planAgent } from '../../plan/agent/plan.js';
import { agentProblems } from '../../plan/agent/problems.js';
import { schemaProblems } from '../../plan/schema-problems.js';

/** What an Agent comes to. */
export type PlannedAgent =
  | { readonly kind: 'Planned'; readonly plan: AgentPlan; readonly url: string }
  | { readonly kind: 'InvalidSpec'; readonly message: string };

/** Characters of the problems that a message lists. */
const MAX_PROBLEMS = 8000;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function plannedAgent(agent: Agent): PlannedAgent {
  const misshapen = schemaProblems([agent]);
  const inputs = agentInputs(agent);
  const problems = misshapen.length > 0 ? misshapen : agentProblems(inputs).map(formatFieldError);
  if (problems.length > 0) return { kind: 'InvalidSpec', message: listed(problems, MAX_PROBLEMS) };
  return { kind: 'Planned', plan: planAgent(inputs), url: agentUrl(inputs) };
}
