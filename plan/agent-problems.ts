import type { AgentProbe, ResourceRequirements } from '../api/generated/kinds.js';
import { type FieldError, invalid } from '../api/schema/field-error.js';
import type { AgentInputs } from './agent/agent-inputs.js';
import { compareQuantities } from './agent/quantity.js';

/**
 * What stands in the way of an agent that its schema accepts: what an API server would refuse of its Deployment, with
 * the path in the Agent. Empty means that the plan can be applied.
 */
export function agentProblems({ spec }: AgentInputs): FieldError[] {
  return [
    ...(spec.env ?? []).flatMap(({ name }, i) => variableProblems(name, `spec.env[${i}].name`)),
    ...excessiveRequests(spec.resources),
    ...singleSuccess(spec.livenessProbe, 'spec.livenessProbe'),
    ...singleSuccess(spec.startupProbe, 'spec.startupProbe'),
  ];
}

/** As Kubernetes 1.28 has it; later versions accept more. */
const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

function variableProblems(name: string, path: string): FieldError[] {
  if (variableName.test(name)) return [];
  const wanted = "must consist of letters, digits, '_', '-' and '.', and must not start with a digit";
  return [invalid(path, name, wanted)];
}

function excessiveRequests({ requests = {}, limits = {} }: ResourceRequirements = {}): FieldError[] {
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if (limit === undefined || compareQuantities(request, limit) !== 1) return [];
    return [invalid(`spec.resources.requests.${resource}`, request, `must be at most the limit of ${limit}`)];
  });
}

/** Only readiness may ask for several successes in a row. */
function singleSuccess(probe: AgentProbe | undefined, path: string): FieldError[] {
  const { successThreshold = 1 } = probe ?? {};
  if (successThreshold === 1) return [];
  return [invalid(`${path}.successThreshold`, successThreshold, 'must be 1; only a readinessProbe may ask for more')];
}
