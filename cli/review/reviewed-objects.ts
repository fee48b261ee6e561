import { dirname } from 'node:path';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkedObjects } from '../../plan/manifest/check-manifests.js';
import type { Manifest } from '../../plan/manifest/yaml/manifest.js';
import type { ManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import type { SideObject } from '../../plan/review/side.js';
import { sideOfManifests } from './side-of-manifests.js';

interface ReviewedObjects {
  readonly objects: readonly KubernetesObject[];
  /** Empty means that all objects can be applied. */
  readonly problems: readonly ManifestProblem[];
}

/** Each folder is checked by itself: folders of several clusters have objects of one name. */
export function reviewedObjects(manifests: Iterable<Manifest>): ReviewedObjects {
  const folders = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const folder = dirname(manifest.name);
    const known = folders.get(folder);
    if (known) known.push(manifest);
    else folders.set(folder, [manifest]);
  }
  const checked = [...folders.values()].map(checkedObjects);
  return {
    objects: checked.flatMap(({ objects }) => objects),
    problems: checked.flatMap(({ problems }) => problems),
  };
}

/** With what they lead to; undefined if that cannot be planned. The planner throws for what its problems report. */
export function plannedSide(objects: readonly KubernetesObject[]): SideObject[] | undefined {
  try {
    return [...sideOfManifests(objects)];
  } catch {
    return undefined;
  }
}
