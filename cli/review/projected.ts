import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';

/**
 * As much of an observed value as a planned one has an opinion on: what servers and controllers add is no difference.
 * Lists are compared item by item.
 */
export function projected(observed: unknown, planned: unknown): unknown {
  if (Array.isArray(observed) && Array.isArray(planned)) {
    return observed.map((item, i) => projected(item, planned[i]));
  }
  if (!isJsonObject(observed) || !isJsonObject(planned)) return observed;
  const kept = Object.keys(planned).filter((field) => field in observed);
  return Object.fromEntries(kept.map((field) => [field, projected(observed[field], planned[field])]));
}
