import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../api/kubernetes-object.js';

/** Adds a finished object to the tree. */
export const emitObject = (scope: Construct, id: string, object: KubernetesObject): ApiObject =>
  new ApiObject(scope, id, object as KubernetesObject & ApiObjectProps);
