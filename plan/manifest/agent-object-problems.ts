import { agentInputs } from '../agent/inputs.js';
import { agentProblems } from '../agent/problems.js';
import type { CheckedObject } from './checked-object.js';
import { ofKind } from './composition.js';
import type { ObjectProblem } from './object-problem.js';

/** What the planner says about every Agent that is right in itself. */
export const agentObjectProblems = (objects: readonly CheckedObject[]): ObjectProblem[] =>
  ofKind(objects, 'Agent')
    .filter(({ errors }) => errors.length === 0)
    .flatMap(({ object, stored }) => agentProblems(agentInputs(stored)).map((error) => ({ object, error })));
