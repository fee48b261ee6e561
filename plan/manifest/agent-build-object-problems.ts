import { agentBuildInputs } from '../agent-build/inputs.js';
import { agentBuildProblems } from '../agent-build/problems.js';
import type { CheckedObject } from './checked-object.js';
import { ofKind } from './composition.js';
import type { ObjectProblem } from './object-problem.js';

/** What the planner says about every AgentBuild that is right in itself. */
export const agentBuildObjectProblems = (objects: readonly CheckedObject[]): ObjectProblem[] =>
  ofKind(objects, 'AgentBuild')
    .filter(({ errors }) => errors.length === 0)
    .flatMap(({ object, stored }) => agentBuildProblems(agentBuildInputs(stored)).map((error) => ({ object, error })));
