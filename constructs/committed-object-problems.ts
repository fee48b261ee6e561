import type { CheckedObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { ownedBy, type Problem } from '../plan/problem.js';
import { gitopsErrors } from './gitops-errors.js';

/** Everything wrong with objects that are to be committed: what a cluster would refuse, then what GitOps would break. */
export function committedObjectProblems(objects: readonly CheckedObject[]): Problem[] {
  return [...objectProblems(objects), ...objects.flatMap(({ object }) => ownedBy(object, gitopsErrors(object)))];
}
