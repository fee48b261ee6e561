import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** What applying a planned object would do. */
export type Comparison =
  | { readonly type: 'create'; readonly planned: KubernetesObject }
  | { readonly type: 'same'; readonly planned: KubernetesObject }
  | { readonly type: 'change'; readonly planned: KubernetesObject; readonly before: KubernetesObject };

/** @param observed undefined when there is none of that name */
export function compareObject(planned: KubernetesObject, observed: KubernetesObject | undefined): Comparison {
  if (!observed) return { type: 'create', planned };
  const before = projected(observed, planned) as KubernetesObject;
  return isDeepStrictEqual(before, planned) ? { type: 'same', planned } : { type: 'change', planned, before };
}

/**
 * As much of an observed value as a planned one has an opinion on: what servers and controllers add is no difference.
 * Lists are compared item by item.
 */
function projected(observed: unknown, planned: unknown): unknown {
  if (Array.isArray(observed) && Array.isArray(planned)) {
    return observed.map((item, i) => projected(item, planned[i]));
  }
  if (!isRecord(observed) || !isRecord(planned)) return observed;
  const kept = Object.keys(planned).filter((field) => field in observed);
  return Object.fromEntries(kept.map((field) => [field, projected(observed[field], planned[field])]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where an object is, in words: `Job default/x`. */
export const placeOf = ({ kind, metadata: { name, generateName, namespace } }: KubernetesObject): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name ?? `${generateName}…`}`;
