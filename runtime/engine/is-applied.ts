/**
 * Whether what would be applied is in force: every field of `desired` is in `observed` with the same value.
 *
 * As server-side apply merges: what else `observed` has is somebody else's, in objects and in lists whose items have
 * names, such as containers or environment variables; all other lists are whole. The server leaves out empty values.
 */
export function isApplied(observed: unknown, desired: unknown): boolean {
  if (desired === undefined) return true;
  if (observed === undefined || observed === null) return isEmpty(desired);
  if (Array.isArray(desired)) return Array.isArray(observed) && isAppliedList(observed, desired);
  if (!isRecord(desired)) return Object.is(observed, desired);
  return isRecord(observed) && Object.entries(desired).every(([key, value]) => isApplied(observed[key], value));
}

function isAppliedList(observed: readonly unknown[], desired: readonly unknown[]): boolean {
  if (!desired.every(hasName)) {
    return observed.length === desired.length && desired.every((item, index) => isApplied(observed[index], item));
  }
  // In this order, with others' items in between: a variable may refer to those before it.
  let next = 0;
  for (const item of observed) if (next < desired.length && isApplied(item, desired[next])) next++;
  return next === desired.length;
}

/** What Go's JSON leaves out. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isEmpty) : !value;
}

const hasName = (item: unknown): boolean => isRecord(item) && typeof item['name'] === 'string';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
