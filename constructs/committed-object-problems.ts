import { formatFieldError } from '../api/schema/field-error.js';
import type { CheckedObject } from '../plan/manifest/checked-object.js';
import type { ObjectProblem } from '../plan/manifest/object-problem.js';
import { objectProblems } from '../plan/manifest/object-problems.js';
import { gitopsErrors } from './gitops-errors.js';

/** Everything wrong with objects that are to be committed: what a cluster would refuse, then what GitOps would break. */
export function committedObjectProblems(objects: readonly CheckedObject[]): ObjectProblem[] {
  return [
    ...objectProblems(objects),
    ...objects.flatMap(({ object }) => gitopsErrors(object).map((error) => ({ object, error }))),
  ];
}

/** `Batch update-deps: spec.variableContexts[3][0].file.source: Required value`. */
export const formatObjectProblem = ({ object, error }: ObjectProblem): string =>
  `${object.kind} ${object.metadata.name}: ${formatFieldError(error)}`;
