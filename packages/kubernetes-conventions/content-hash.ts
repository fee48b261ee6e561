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
  return JSON.stringify(value, (_key, node: unknown) => (isRecord(node) ? sortKeys(node) : node));
}

const isRecord = (node: unknown): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

/** From entries, where `__proto__` is a key like any other. */
const sortKeys = (node: Record<string, unknown>) =>
  Object.fromEntries(
    Object.keys(node)
      .sort()
      .map((key) => [key, node[key]]),
  );
