import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { controllerOf, ownerText } from '../../packages/kubernetes-conventions/owner.js';

/**
 * What to say of an object that has the wanted name and another owner: one sentence, whether a cache shows the object or an
 * answer of the API server.
 * @param tool what delivers the object from Git, where that decides and no controller does
 */
export function conflictText(object: KubernetesObject, tool?: string): string {
  const whose = tool ? `is delivered by ${tool}` : ownershipText(object);
  return `${object.kind} ${object.metadata.name} already exists and ${whose}; delete or rename one of the two`;
}

/** The uid distinguishes the owner from an earlier object of the same name. */
function ownershipText(object: KubernetesObject): string {
  const owner = controllerOf(object);
  return owner ? `belongs to ${ownerText(owner)} (uid ${owner.uid})` : 'has no controller';
}
