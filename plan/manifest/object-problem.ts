import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { FieldError } from '../../api/schema/field-error.js';

/** Something wrong with one of several objects. */
export interface ObjectProblem {
  readonly object: KubernetesObject;
  readonly error: FieldError;
}
