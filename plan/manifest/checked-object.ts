import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { type FieldError, required } from '../../api/schema/field-error.js';
import { nameProblems } from '../naming.js';
import { asStored } from './as-stored.js';
import { sizeErrors } from './object-size.js';
import { kindErrors, schemaOf } from './own-kind.js';
import { schemaErrors } from './schema-errors.js';

/** An object and what is wrong with it on its own. */
export interface CheckedObject<Stored extends KubernetesObject = KubernetesObject> {
  /** As it was written. */
  readonly object: KubernetesObject;
  /** As an API server would keep it. */
  readonly stored: Stored;
  readonly errors: readonly FieldError[];
}

/** Judges one object without the others. Of a kind that is not ours only what all kinds have in common is judged. */
export function checkObject(object: KubernetesObject): CheckedObject {
  const schema = schemaOf(object);
  const stored = schema ? asStored(schema, object) : object;
  const errors = [...kindErrors(object), ...nameErrors(object), ...(schema ? schemaErrors(schema, stored) : [])];
  return { object, stored, errors: errors.length > 0 ? errors : sizeErrors(stored) };
}

function nameErrors(object: KubernetesObject): FieldError[] {
  const { name, generateName } = object.metadata as Partial<KubernetesObject['metadata']>;
  if (name === undefined && generateName === undefined) return [required('metadata.name')];
  return schemaOf(object) && name !== undefined ? nameProblems('metadata.name', String(name)) : [];
}
