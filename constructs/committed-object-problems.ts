import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../packages/structural-schema/field-error.js';
import type { CheckedObject } from '../plan/manifest/checked-object.js';
import type { ObjectProblem } from '../plan/manifest/object-problem.js';
import { objectProblems } from '../plan/manifest/object-problems.js';
import { soundMetadata } from '../plan/metadata/sound-metadata.js';
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
  `${object.kind} ${titleOf(object)}: ${formatFieldError(error)}`;

/** The metadata may be of any type. */
function titleOf({ metadata }: KubernetesObject): string {
  const { name, generateName } = soundMetadata(metadata);
  return generateName ?? name;
}
