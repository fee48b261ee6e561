import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { agentBuildObjectProblems } from './agent-build-object-problems.js';
import { agentObjectProblems } from './agent-object-problems.js';
import type { CheckedObject } from './checked-object.js';
import { compositions } from './composition.js';
import { compositionProblems } from './composition-problems.js';
import { nameCollisions } from './name-collisions.js';
import type { ObjectProblem } from './object-problem.js';
import { taskProblems } from './task-problems.js';

/**
 * Everything wrong with a set of objects, each problem once: what their schemas and CEL rules refuse, what the planner
 * cannot plan, objects too large to store, and two objects of one name. Objects of foreign kinds may be among them.
 * What a reference names need not be among them; it may be in the cluster. Empty means that all can be applied.
 */
export function objectProblems(objects: readonly CheckedObject[]): ObjectProblem[] {
  return unique([
    ...nameCollisions(objects.map(({ object }) => object)),
    ...objects.flatMap(ownProblems),
    ...compositions(objects).flatMap(compositionProblems),
    ...taskProblems(objects),
    ...agentObjectProblems(objects),
    ...agentBuildObjectProblems(objects),
  ]);
}

const ownProblems = ({ object, errors }: CheckedObject): ObjectProblem[] => errors.map((error) => ({ object, error }));

/** Two runs may find the same fault in the Batch they share. */
function unique(problems: readonly ObjectProblem[]): ObjectProblem[] {
  const seen = new Map<KubernetesObject, Set<string>>();
  return problems.filter(({ object, error }) => {
    const known = seen.get(object) ?? new Set();
    const text = formatFieldError(error);
    const isNew = !known.has(text);
    seen.set(object, known.add(text));
    return isNew;
  });
}
