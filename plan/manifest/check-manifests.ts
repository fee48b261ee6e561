import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Problem } from '../problem.js';
import { checkObject } from './object/checked-object.js';
import { readObjects } from './read-objects.js';
import { objectProblems } from './together/object-problems.js';
import type { Manifest } from './yaml/manifest.js';
import { fieldProblem, inReadingOrder, type ManifestProblem } from './yaml/manifest-problem.js';
import { type LocatedObject, parseManifest } from './yaml/parse-manifest.js';

export interface CheckedManifests {
  /** In reading order. */
  readonly objects: readonly LocatedObject[];
  /** In reading order; empty means that all objects can be applied. */
  readonly problems: readonly ManifestProblem[];
}

/** Validates objects that belong together, and names each as it was given. */
export type Validate = (objects: readonly KubernetesObject[]) => readonly Problem[];

/** Reads manifests together, and finds everything that is wrong with them at once. Never throws. */
export function checkManifests(
  manifests: readonly Manifest[],
  validate: Validate = (objects) => objectProblems(objects.map(checkObject)),
): CheckedManifests {
  const parsed = manifests.map(parseManifest);
  const objects = parsed.flatMap((one) => one.objects);
  const syntax = parsed.flatMap(({ problems }) => problems);
  const files = manifests.map(({ name }) => name);
  return { objects, problems: inReadingOrder([...syntax, ...locatedProblems(objects, validate)], files) };
}

/** The same for who needs no places: files that tools wrote, and without problems, are read in a fraction of the time. */
export function checkedObjects(manifests: readonly Manifest[]): {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly ManifestProblem[];
} {
  const objects = readObjects(manifests);
  if (objects && objectProblems(objects.map(checkObject)).length === 0) return { objects, problems: [] };
  const checked = checkManifests(manifests);
  return { objects: checked.objects.map(({ object }) => object), problems: checked.problems };
}

function locatedProblems(objects: readonly LocatedObject[], validate: Validate): ManifestProblem[] {
  const places = new Map(objects.map((located) => [located.object, located]));
  return validate(objects.map(({ object }) => object)).flatMap((problem) => {
    const located = places.get(problem.owner);
    return located
      ? [fieldProblem(located.locate(problem.path, problem.type === 'Forbidden' ? 'key' : 'value'), problem)]
      : [];
  });
}
