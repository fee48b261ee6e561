import { isJsonObject } from '../../../api/schema/json-schema-props.js';

/** A copy without null fields: to a Go type, null and absent are the same. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null && child !== undefined)
      .map(([field, child]) => [field, withoutNulls(child)]),
  );
}
