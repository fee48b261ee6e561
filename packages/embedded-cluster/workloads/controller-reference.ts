import type { KubernetesObject, OwnerReference } from '../../kubernetes-conventions/kubernetes-object.js';

/** What an object says of the one that controls it. */
export const controllerReference = ({ apiVersion, kind, metadata }: KubernetesObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

export const isControlledBy = ({ metadata }: KubernetesObject, owner: KubernetesObject): boolean =>
  metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === owner.metadata.uid) ?? false;
