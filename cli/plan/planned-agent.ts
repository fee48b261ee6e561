import type { Agent } from '../../api/generated/kinds.js';
import { agentInputs } from '../../plan/agent/inputs.js';
import { agentUrl, planAgent } from '../../plan/agent/plan.js';
import type { PlannedRun } from './planned-run.js';

/** What a checked Agent would create. */
export function plannedAgent(agent: Agent): PlannedRun {
  const inputs = agentInputs(agent);
  const { deployment, service } = planAgent(inputs);
  return {
    name: `agent/${agent.metadata.name}`,
    template: '',
    isReal: true,
    url: agentUrl(inputs),
    parts: [],
    objects: () => [deployment, service],
  };
}
