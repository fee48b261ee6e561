import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { FieldError } from '../../packages/structural-schema/field-error.js';

/** Something wrong with one of several objects. */
export interface ObjectProblem {
  readonly object: KubernetesObject;
  readonly error: FieldError;
}
