import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { duplicate } from '../../../packages/structural-schema/field-error.js';
import type { Problem } from '../../problem.js';

/** Of two objects with one name the later would replace the earlier. */
export function nameCollisions(objects: readonly KubernetesObject[]): Problem[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const { apiVersion, kind, metadata } = object;
    if (typeof metadata.name !== 'string') return [];
    const key = JSON.stringify([apiVersion, kind, metadata.namespace, metadata.name]);
    if (seen.has(key)) return [{ owner: object, ...duplicate('metadata.name', metadata.name) }];
    seen.add(key);
    return [];
  });
}
