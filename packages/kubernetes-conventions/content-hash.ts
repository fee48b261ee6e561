import { hash } from 'node:crypto';

/** The first `length` hex digits of the SHA-256 of a text, or of a value's canonical JSON (keys sorted, undefined dropped). */
export function contentHash(value: unknown, length = 10): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  const digest = hash('sha256', text, 'buffer');
  // Not a slice of the full digest: a slice keeps the whole string in memory.
  return digest.toString('hex', 0, Math.ceil(length / 2)).slice(0, length);
}

/** JSON that depends only on the content, not on the order of keys. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  const object = value as Readonly<Record<string, unknown>>;
  let members = '';
  for (const key of keysInOrder(object)) {
    const child = object[key];
    if (child !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(child)}`;
  }
  return `{${members}}`;
}

/** As JSON.stringify writes sorted members: what looks like an index comes first, by its number. */
function keysInOrder(object: object): string[] {
  const keys = Object.keys(object).sort();
  return keys.some((key) => /^\d/.test(key)) ? Object.keys(Object.fromEntries(keys.map((key) => [key, 0]))) : keys;
}
