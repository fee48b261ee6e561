const kept = new Map<string, unknown>();
/** More different values than this do not repeat enough to be worth remembering. */
const limit = 500;

/**
 * The value itself, or an equal one that was parsed before, so that memory has it once. For the parts of objects that
 * many objects have in common, such as a namespace, or conditions of the same second. JSON only; must not be changed.
 *
 * @param text only of equal values the same
 */
export function share<T>(value: T, text = typeof value === 'string' ? value : JSON.stringify(value)): T {
  if (value === undefined) return value;
  const shared = kept.get(text) as T | undefined;
  if (shared !== undefined && typeof shared === typeof value) return shared;
  if (kept.size >= limit) kept.clear();
  kept.set(text, value);
  return value;
}
