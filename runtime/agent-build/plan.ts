import type { AgentBuild } from '../../api/generated/kinds.js';
import { listed } from '../../packages/kubernetes-conventions/sentence.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { agentBuildInputs } from '../../plan/agent-build/inputs.js';
import { type AgentBuildPlan, planAgentBuild } from '../../plan/agent-build/plan.js';
import { agentBuildProblems } from '../../plan/agent-build/problems.js';
import { schemaProblems } from '../../plan/schema-problems.js';

/** What an AgentBuild comes to. */
export type PlannedBuild =
  | { readonly kind: 'Planned'; readonly plan: AgentBuildPlan }
  | { readonly kind: 'InvalidSpec'; readonly message: string };

/** Characters of the problems that a message lists. */
const MAX_PROBLEMS = 8000;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function plannedBuild(build: AgentBuild): PlannedBuild {
  const misshapen = schemaProblems([build]);
  const inputs = agentBuildInputs(build);
  const problems = misshapen.length > 0 ? misshapen : agentBuildProblems(inputs).map(formatFieldError);
  if (problems.length > 0) return { kind: 'InvalidSpec', message: listed(problems, MAX_PROBLEMS) };
  return { kind: 'Planned', plan: planAgentBuild(inputs) };
}
