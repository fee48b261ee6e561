import type { KubernetesObject, OwnerReference } from '../../api/kubernetes-object.js';
import type { Identified } from './object-key.js';

/** The one owner that manages an object; the garbage collector knows others, controllers do not. */
export function controllerOf({ metadata }: Identified): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function isControlledBy(object: Identified, uid: string): boolean {
  return controllerOf(object)?.uid === uid;
}

/** The child as `owner` creates it: the garbage collector deletes it with its owner. */
export function withController(child: KubernetesObject, owner: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata } = owner;
  const reference: OwnerReference = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  const others = child.metadata.ownerReferences ?? [];
  return { ...child, metadata: { ...child.metadata, ownerReferences: [...others, reference] } };
}
