import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** When an object was created, as precisely as the API says it. */
export interface Creation {
  /** RFC 3339, to the second; empty for an object that is yet to be created. */
  readonly created: string;
  /** Of objects of the same second the one that changed last is taken for the younger one. */
  readonly resourceVersion: string;
}

export const creationOf = ({ creationTimestamp = '', resourceVersion = '' }: ObjectMeta): Creation => ({
  created: creationTimestamp,
  resourceVersion,
});

/**
 * Newest first.
 *
 * Source: https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5504-comparable-resource-version
 */
export function byCreation(a: Creation, b: Creation): number {
  if (a.created !== b.created) return a.created < b.created ? 1 : -1;
  return compareVersions(b.resourceVersion, a.resourceVersion);
}

/** Decimal numbers of any length, without leading zeros. */
const compareVersions = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
