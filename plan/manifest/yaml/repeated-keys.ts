import { type Document, isScalar, visit, YAMLParseError } from 'yaml';

/** Keys that a map has twice: each but the first is an error. `<<` may be there several times. */
export function repeatedKeys(document: Document): YAMLParseError[] {
  const found: YAMLParseError[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<') continue;
        const [start = 0, end = 0] = key.range ?? [];
        const message = `Map keys must be unique: ${JSON.stringify(key.value)} is there twice`;
        if (seen.has(key.value)) found.push(new YAMLParseError([start, end], 'DUPLICATE_KEY', message));
        seen.add(key.value);
      }
    },
  });
  return found;
}
