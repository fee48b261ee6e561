import { expect, test } from '@jest/globals';
import { patternOf } from '../pattern.js';
import { invisibleCharacter, withVisibleCharacters } from '../visible-text.js';

/** With JavaScript's engine. */
const found: Record<string, { pattern: string; text: string; first: string | undefined; all: readonly string[] }> = {
  'two matches: the leftmost, and both': { pattern: '[0-9]+', text: 'a12b3', first: '12', all: ['12', '3'] },
  'no match: none': { pattern: 'x', text: 'abc', first: undefined, all: [] },
  'characters, not UTF-16 units': { pattern: '.', text: '😀b', first: '😀', all: ['😀', 'b'] },
  'a pattern that is invalid with u: compiled without': { pattern: 'a\\-b', text: 'a-b', first: 'a-b', all: ['a-b'] },
  'an invalid pattern: an empty match at the start': { pattern: '(', text: 'ab', first: '', all: [''] },
};
test.each(Object.entries(found))('%s', (_, { pattern, text, first, all }) => {
  const compiled = patternOf(pattern);
  // Twice: the second call must not continue from the first.
  expect([compiled.first(text), compiled.first(text)]).toEqual([first, first]);
  expect([compiled.all(text), compiled.all(text)]).toEqual([all, all]);
  expect([compiled.test(text), compiled.test(text)]).toEqual([first !== undefined, first !== undefined]);
});

test('a pattern is compiled once', () => {
  expect(patternOf('abc+')).toBe(patternOf('abc+'));
});

const visible: Record<string, string> = {
  'a b': 'a b',
  'a\u200bb': 'a\\u200bb',
  'a\tb': 'a\\u0009b',
  'a\u00a0b': 'a\\u00a0b',
  'a\u202eb': 'a\\u202eb',
  'a\u{e0001}b': 'a\\U000e0001b',
  'a\u2800b': 'a\\u2800b',
};
test.each(Object.entries(visible))('%j is shown as %s', (text, want) => {
  expect(withVisibleCharacters(text)).toBe(want);
});

const hidden: Record<string, { text: string; want: unknown }> = {
  'only visible characters': { text: 'main', want: undefined },
  'a blank inside': { text: 'a b', want: undefined },
  'a blank at the start': { text: ' a', want: { character: ' ', index: 0 } },
  'a blank at the end': { text: 'a b ', want: { character: ' ', index: 3 } },
  'a zero-width space': { text: 'ma\u200bin', want: { character: '\u200b', index: 2 } },
  'the first of several': { text: 'a b\tc\u200b', want: { character: '\t', index: 3 } },
};
test.each(Object.entries(hidden))('%s: reported', (_, { text, want }) => {
  expect(invisibleCharacter(text)).toEqual(want);
});
