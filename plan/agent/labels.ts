import { LABEL_AGENT, LABEL_AGENT_PROTOCOL } from '../../api/labels.js';
import type { AgentInputs } from './inputs.js';

/** What Service and Deployment select Pods by. Immutable in a Deployment, so nothing of the spec may be in it. */
export const agentSelector = ({ name }: Pick<AgentInputs, 'name'>): Record<string, string> => ({ [LABEL_AGENT]: name });

/** The same as a query, for `kubectl -l` and the scale subresource. */
export const agentSelectorText = ({ name }: Pick<AgentInputs, 'name'>): string => `${LABEL_AGENT}=${name}`;

/** The labels of everything that an Agent consists of. */
export function agentLabels({ name, spec: { protocol } }: AgentInputs): Record<string, string> {
  return { ...agentSelector({ name }), ...(protocol ? { [LABEL_AGENT_PROTOCOL]: protocol } : {}) };
}
