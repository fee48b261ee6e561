/**
 * Whether `desired` is already in force: every field of it is in `observed` with the same value. The server adds
 * defaults and others add fields, so what else `observed` has does not matter; lists must match item by item.
 */
export function contains(observed: unknown, desired: unknown): boolean {
  if (desired === undefined || observed === desired) return true;
  if (Array.isArray(desired)) {
    const items: readonly unknown[] | undefined = Array.isArray(observed) ? observed : undefined;
    return items?.length === desired.length && desired.every((item, index) => contains(items[index], item));
  }
  if (!isRecord(desired)) return Object.is(observed, desired);
  return isRecord(observed) && Object.entries(desired).every(([key, value]) => contains(observed[key], value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
