import { isDeepStrictEqual } from 'node:util';

/**
 * Whether what would be applied is in force: every field of `desired` is in `observed` with the same value.
 *
 * As server-side apply merges: what else `observed` has belongs to other managers, in objects and in lists whose items have
 * names, such as containers or environment variables; all other lists are whole, and so are selectors: another label more
 * selects other Pods. The server leaves out empty values.
 */
export function isApplied(observed: unknown, desired: unknown): boolean {
  if (desired === undefined || observed === desired) return true;
  if (observed === undefined || observed === null) return isEmpty(desired);
  if (Array.isArray(desired)) return Array.isArray(observed) && isAppliedList(observed, desired);
  if (!isRecord(desired)) return Object.is(observed, desired);
  return isRecord(observed) && Object.entries(desired).every(([key, value]) => isAppliedField(observed, key, value));
}

/** @source kubernetes: `+mapType=atomic` and `+structType=atomic` in api/core/v1/types.go and meta/v1/types.go */
const atomic: ReadonlySet<string> = new Set(['selector', 'nodeSelector']);

function isAppliedField(observed: Readonly<Record<string, unknown>>, key: string, desired: unknown): boolean {
  if (atomic.has(key) && desired !== undefined) return isDeepStrictEqual(observed[key], desired);
  return isApplied(observed[key], desired);
}

function isAppliedList(observed: readonly unknown[], desired: readonly unknown[]): boolean {
  if (!desired.every(hasName)) {
    return observed.length === desired.length && desired.every((item, index) => isApplied(observed[index], item));
  }
  // Once each, since the last of a name would count, and in this order, with others' items in between: a variable may refer to those before it.
  const names = new Set(desired.map(nameOf));
  if (observed.filter((item) => names.has(nameOf(item))).length > desired.length) return false;
  let next = 0;
  for (const item of observed) if (next < desired.length && isApplied(item, desired[next])) next++;
  return next === desired.length;
}

/** What Go's JSON leaves out. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isEmpty) : !value;
}

const nameOf = (item: unknown): unknown => (isRecord(item) ? item['name'] : undefined);
const hasName = (item: unknown): boolean => typeof nameOf(item) === 'string';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
