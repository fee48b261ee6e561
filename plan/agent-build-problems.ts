import type { FieldError } from '../api/schema/field-error.js';
import type { AgentBuildInputs } from './agent-build/agent-build-inputs.js';

/**
 * What stands in the way of a build that its schema accepts, with the path in the AgentBuild. Empty means that the plan
 * can be applied.
 */
export function agentBuildProblems(_inputs: AgentBuildInputs): FieldError[] {
  return [];
}
