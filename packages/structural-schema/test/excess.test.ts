import { expect, test } from '@jest/globals';
import { excessiveAliasing, excessOf } from '../excess.js';

const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)]);
const nestedObjects = (levels: number): unknown => (levels === 0 ? 'x' : { a: nestedObjects(levels - 1) });
const holdsItself: unknown[] = [];
holdsItself.push(holdsItself);

/** A document with a list of `items` items, which `aliases` aliases repeat. */
const repeated = (items: number, aliases: number): unknown => {
  const list = Array.from({ length: items }, (_, i) => i);
  return { list, more: Array.from({ length: aliases }, () => list) };
};
/** Nested lists of ten aliases each: 10^depth values from a few lines. */
const bomb = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => Array.from({ length: 10 }, () => inner), ['x']);

const cases: Record<string, { document: unknown; levels?: number; want: string | undefined }> = {
  'a text: accepted': { document: 'x', want: undefined },
  'null: accepted': { document: null, want: undefined },
  'the maximum depth: accepted': { document: nested(5), levels: 5, want: undefined },
  'one list deeper: refused': { document: nested(6), levels: 5, want: 'exceeded max depth of 1000 levels' },
  'one object deeper: refused': {
    document: nestedObjects(6),
    levels: 5,
    want: 'exceeded max depth of 1000 levels',
  },
  'a thousand levels: accepted': { document: nested(1000), want: undefined },
  'a thousand and one: refused': { document: nested(1001), want: 'exceeded max depth of 1000 levels' },
  'a value that contains itself: refused': { document: holdsItself, want: excessiveAliasing },
  'a few aliases: accepted': { document: repeated(100, 5), want: undefined },
  'a large document without aliases: accepted': { document: repeated(5000, 0), want: undefined },
  'one text aliased to each of many tasks: accepted': { document: repeated(5, 10_000), want: undefined },
  'a bomb of aliases: refused': { document: bomb(6), want: excessiveAliasing },
  'a small bomb: accepted': { document: bomb(2), want: undefined },
};
test.each(Object.entries(cases))('%s', (_, { document, levels, want }) => {
  expect(excessOf(document, levels)).toBe(want);
});
