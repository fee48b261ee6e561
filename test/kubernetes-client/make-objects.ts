import type { KubernetesObject, ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../packages/kubernetes-conventions/owner.js';

export interface Run extends KubernetesObject {
  readonly spec?: object;
  readonly status?: object;
}

export function makeRun(metadata: Partial<ObjectMeta> = {}, status?: object): Run {
  return {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'BatchRun',
    metadata: { namespace: 'a', name: 'run', uid: 'run-uid', resourceVersion: '1', ...metadata },
    ...(status && { status }),
  };
}

export interface Job extends KubernetesObject {
  readonly spec?: object;
}

/** As it is desired: nobody's yet. */
export function makeJob(name: string, metadata: Partial<ObjectMeta> = {}, spec: object = {}): Job {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { namespace: 'a', name, ...metadata }, spec };
}

/** As it is observed: controlled by `owner`. */
export function makeOwnedJob(
  name: string,
  metadata: Partial<ObjectMeta> = {},
  spec: object = {},
  owner = makeRun(),
): Job {
  return withController(makeJob(name, { uid: `uid-${name}`, ...metadata }, spec), owner);
}
