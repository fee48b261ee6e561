import type { FieldError } from '../../packages/structural-schema/field-error.js';
import { agentProblems } from '../agent/problems.js';
import { excessiveRequests, variableProblems } from '../pod/container-problems.js';
import { deployedAgent } from './deployed-agent.js';
import type { AgentBuildInputs } from './inputs.js';
import { tektonVariables } from './tekton-variables.js';

/**
 * The problems of a build that its schema accepts: what an API server or Tekton would refuse of its Pipeline, or
 * of its Agent's Deployment, with the path in the AgentBuild. Empty means that the plan can be applied.
 */
export function agentBuildProblems(inputs: AgentBuildInputs): FieldError[] {
  const { spec } = inputs;
  return [
    ...variableProblems(spec.env, 'spec.env'),
    ...excessiveRequests(spec.resources, 'spec.resources'),
    ...tektonVariables(spec),
    ...agentProblems(deployedAgent(inputs, ''), 'spec.agent'),
  ];
}
