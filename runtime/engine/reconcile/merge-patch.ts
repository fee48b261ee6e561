/** JSON that a merge patch can carry. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * The smallest JSON merge patch (RFC 7386) from one object to another, undefined when they mean the same: the order
 * of fields does not matter, and a field that is undefined does not exist. Lists are replaced whole.
 */
export function mergePatch(from: Fields, to: Fields): Fields | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(to)) {
    const change = fieldPatch(from[key], to[key]);
    if (change !== undefined) patch[key] = change;
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key) && (from[key] ?? null) !== null) patch[key] = null;
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** The field's value in the patch: undefined leaves it alone, null removes it. */
function fieldPatch(from: unknown, to: unknown): unknown {
  if (from === to) return undefined;
  if (isFields(from) && isFields(to)) return mergePatch(from, to);
  if (isSame(from, to)) return undefined;
  return to ?? null;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (isFields(a) && isFields(b)) return mergePatch(a, b) === undefined;
  return Object.is(a ?? undefined, b ?? undefined);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
