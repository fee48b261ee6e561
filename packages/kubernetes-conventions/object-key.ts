import type { ObjectMeta } from './kubernetes-object.js';

/** Anything that carries Kubernetes metadata, however little else is left of it. */
export interface Identified {
  readonly metadata: ObjectMeta;
}

/** `namespace/name`, as client-go writes keys; `name` alone for a cluster-scoped object. */
export function keyOf({ metadata: { namespace, name } }: Identified): string {
  // `join` makes a flat string: keys are kept by the thousand, and a template literal keeps its parts beside the whole.
  return namespace === undefined ? name : [namespace, name].join('/');
}

/** The inverse of `keyOf`; the namespace of a cluster-scoped object is `''`. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) };
}
