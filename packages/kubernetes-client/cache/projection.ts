import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { apiVersionOf, type Resource } from '../../kubernetes-conventions/resource.js';
import type { Fields } from '../transport/skim.js';

/** An object as the server sends it: items of a list lack their `apiVersion` and `kind`. */
export interface RawObject extends Partial<KubernetesObject> {
  readonly metadata: KubernetesObject['metadata'];
}

/** Keeps of an object what its readers read, its uid and version among it, or undefined when it is not needed. Pure. */
export type Project<T, Raw> = (raw: Raw) => T | undefined;

/** What is parsed of an object of which `fields` are read: with its metadata, but without `managedFields` unless these say otherwise. */
export const objectFields = (fields: Fields = { '*': true }): Fields => ({
  metadata: { '*': true, managedFields: false },
  ...fields,
});

/** All that is kept of `managedFields`: that the object is applied, whichever fields. */
const applied = [{ operation: 'Apply' }] as const;

interface Managed {
  readonly managedFields?: readonly { readonly operation?: string }[];
}

/**
 * The object with its `apiVersion` and `kind`, and without its `managedFields`, but for the fact that it is applied. Changes
 * `raw`, which no other code may hold: it runs for every event, and a copy would cost more than all the rest.
 */
export function completed(raw: RawObject, resource: Resource): KubernetesObject {
  // Half of a Pod's size, and of no use to any reader. Setting is cheap, deleting makes every later access slow.
  const { managedFields = [] } = raw.metadata as Managed;
  const isApplied = managedFields.some(({ operation }) => operation === 'Apply');
  return Object.assign(raw, {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: Object.assign(raw.metadata, { managedFields: isApplied ? applied : undefined }),
  });
}

/**
 * What is kept of an object; undefined when it is not needed.
 *
 * @param project is trusted to name the shape that this resource has
 */
export function hold<T, Raw>(raw: RawObject, resource: Resource, project: Project<T, Raw>): T | undefined {
  return project(completed(raw, resource) as Raw);
}
