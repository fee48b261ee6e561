import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** An object in words: `Job default/x`. */
export const namedObject = (object: KubernetesObject): string => `${object.kind} ${namedPlace(object)}`;

/** `default/x`. */
export const namedPlace = ({ metadata: { namespace, name } }: KubernetesObject): string =>
  namespace ? `${namespace}/${name}` : name;
