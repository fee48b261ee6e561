import { hash } from 'node:crypto';

/** The first `length` hex digits of the SHA-256 of a text, or of a value's canonical JSON (keys sorted, undefined dropped). */
export function contentHash(value: unknown, length = 10): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  const digest = hash('sha256', text, 'buffer');
  // Not a slice of all its digits, which would keep the rest in memory as long as itself.
  return digest.toString('hex', 0, Math.ceil(length / 2)).slice(0, length);
}

/** JSON whose text depends on the content alone, never on the order in which keys were set. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, node: unknown) => (isRecord(node) ? sortKeys(node) : node));
}

const isRecord = (node: unknown): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

/** From entries, as no key, `__proto__` among them, means anything there. */
const sortKeys = (node: Record<string, unknown>) =>
  Object.fromEntries(
    Object.keys(node)
      .sort()
      .map((key) => [key, node[key]]),
  );
