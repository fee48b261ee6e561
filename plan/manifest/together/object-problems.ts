import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { plannedProblems as agentProblems } from '../../agent/resolve.js';
import { plannedProblems as agentBuildProblems } from '../../agent-build/resolve.js';
import { ownedBy, type Problem } from '../../problem.js';
import type { CheckedObject } from '../object/checked-object.js';
import { compositionProblems } from './composition-problems.js';
import { knownObjects, ofKind } from './known-objects.js';
import { nameCollisions } from './name-collisions.js';
import { taskProblems } from './task-problems.js';

/**
 * Everything wrong with a set of objects, each problem once: what their schemas and CEL rules refuse, what the planner
 * cannot plan, objects too large to store, and two objects of one name. Objects of foreign kinds may be among them.
 * What a reference names need not be among them; it may be in the cluster. Empty means that all can be applied.
 */
export function objectProblems(objects: readonly CheckedObject[]): Problem[] {
  const known = knownObjects(objects);
  const valid = objects.filter(({ errors }) => errors.length === 0);
  return unique([
    ...nameCollisions(objects.map(({ object }) => object)),
    ...objects.flatMap(({ object, errors }) => ownedBy(object, errors)),
    ...known.asWritten([
      ...compositionProblems(objects, known),
      ...taskProblems(objects, known),
      ...ofKind(valid, 'Agent').flatMap(({ stored }) => agentProblems(stored)),
      ...ofKind(valid, 'AgentBuild').flatMap(({ stored }) => agentBuildProblems(stored)),
    ]),
  ]);
}

/** Two runs may find the same problem in the Batch they share. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Map<KubernetesObject, Set<string>>();
  return problems.filter((problem) => {
    const { owner } = problem;
    const known = seen.get(owner) ?? new Set();
    const text = formatFieldError(problem);
    const isNew = !known.has(text);
    seen.set(owner, known.add(text));
    return isNew;
  });
}
