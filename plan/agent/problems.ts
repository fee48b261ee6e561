import type { AgentProbe } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { excessiveRequests, variableProblems } from '../pod/container-problems.js';
import type { AgentInputs } from './inputs.js';

/**
 * The problems of an agent that its schema accepts: what an API server would refuse of its Deployment, with
 * the path in the Agent. Empty means that the plan can be applied.
 *
 * @param path of the agent's fields, for an agent that is part of something else
 */
export function agentProblems({ spec }: Pick<AgentInputs, 'spec'>, path = 'spec'): FieldError[] {
  return [
    ...variableProblems(spec.env, `${path}.env`),
    ...excessiveRequests(spec.resources, `${path}.resources`),
    ...singleSuccess(spec.livenessProbe, `${path}.livenessProbe`),
    ...singleSuccess(spec.startupProbe, `${path}.startupProbe`),
  ];
}

/** Only readiness may ask for several successes in a row. */
function singleSuccess(probe: AgentProbe | undefined, path: string): FieldError[] {
  const { successThreshold = 1 } = probe ?? {};
  if (successThreshold === 1) return [];
  return [invalid(`${path}.successThreshold`, successThreshold, 'must be 1; only a readinessProbe may ask for more')];
}
