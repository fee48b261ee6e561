import { type Document, isCollection, visit, YAMLParseError } from 'yaml';

/** Keys that are maps or lists: JSON has none, so that no API server knows them. A template `{{ x }}` without quotes is one. */
export function collectionKeys(document: Document): YAMLParseError[] {
  const found: YAMLParseError[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key)) return;
      const [start = 0, end = 0] = key.range ?? [];
      const message = 'A key must be a text, not a map or a list; put a template such as {{ x }} in quotes';
      found.push(new YAMLParseError([start, end], 'NON_STRING_KEY', message));
    },
  });
  return found;
}
