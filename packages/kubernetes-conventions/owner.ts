import type { KubernetesObject, OwnerReference } from './kubernetes-object.js';
import type { Identified } from './object-key.js';

/** The one owner that manages an object; the garbage collector knows others, controllers do not. */
export function controllerOf({ metadata }: Identified): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** `TaskRun x of tekton.dev`: kinds of several groups are called alike. A core kind has no group. */
export function ownerText({ apiVersion, kind, name }: OwnerReference): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return `${kind} ${name}${group === '' ? '' : ` of ${group}`}`;
}

/** Whether the object of this uid is its controller. */
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
