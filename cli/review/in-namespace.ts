import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** Objects without a namespace get the one of `-n`. */
export const inNamespace = (object: KubernetesObject, namespace: string | undefined): KubernetesObject =>
  namespace === undefined
    ? object
    : { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
