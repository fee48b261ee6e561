import type { FieldError } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';

/**
 * What one kind adds to the rules all kinds share, as `rest.RESTCreateUpdateStrategy` in Kubernetes. Drafts may be
 * changed in place; everything else is pure. Identity (uid, name, creation time) is set before `prepareForCreate`.
 */
export interface Strategy {
  prepareForCreate?(draft: ApiObject): void;
  /** What nobody wrote and no default says; before validation. Managed by nobody, or an apply would remove it. */
  generate?(draft: ApiObject): void;
  /** What reading the stored object back would add; after validation. */
  complete?(draft: ApiObject): void;
  /** Not called for the status subresource. */
  prepareForUpdate?(draft: ApiObject, old: ApiObject): void;
  validate?(object: ApiObject): FieldError[];
  validateUpdate?(object: ApiObject, old: ApiObject): FieldError[];
  validateStatusUpdate?(object: ApiObject, old: ApiObject): FieldError[];
  /** Problems of the name; a DNS subdomain when not said otherwise. */
  nameErrors?(name: string): string[];
  /** How long deletion waits for somebody to finish it; kinds without this go at once. */
  gracePeriodSeconds?(object: ApiObject, requestedSeconds: number | undefined): number;
}
