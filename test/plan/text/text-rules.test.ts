import { describe, expect, test } from '@jest/globals';
import { editDistance, nearest } from '../../../plan/text/nearest.js';
import { visibleTextProblem } from '../../../plan/text/visible-text-rule.js';
import { whyUnreadable } from '../../../plan/text/why-unreadable.js';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abcd', 1],
  ['abcd', 'abc', 1],
  ['abc', 'axc', 1],
  ['abc', 'acb', 1],
  ['abc', 'bac', 1],
  ['abc', 'cba', 2],
  ['ab', 'cd', 2],
  ['xab', 'yba', 2],
  ['aab', 'aba', 1],
  ['abcd', 'badc', 2],
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3],
])('from %j to %j: %i steps', (a, b, want) => expect(editDistance(a, b)).toBe(want));

describe('the nearest names', () => {
  const cases: Record<string, { wanted: string; names: string[]; want: string[] }> = {
    none: { wanted: 'model', names: ['image', 'branch'], want: [] },
    'one letter': { wanted: 'modle', names: ['image', 'model'], want: ['model'] },
    'the nearest first, then by letters': {
      wanted: 'abcd',
      names: ['abxy', 'abcx', 'abca', 'zzzz'],
      want: ['abca', 'abcx', 'abxy'],
    },
    'three at most': { wanted: 'a', names: ['ad', 'ac', 'ab', 'aa'], want: ['aa', 'ab', 'ac'] },
    'a name that holds the word, however long it is': {
      wanted: 'turns',
      names: ['maximumNumberOfturns'],
      want: ['maximumNumberOfturns'],
    },
    'two letters of a short word': { wanted: 'ab', names: ['cd', 'cde'], want: ['cd'] },
    'a third of a long word': { wanted: 'abcdefghi', names: ['abcdefxyz', 'abcdewxyz'], want: ['abcdefxyz'] },
  };
  test.each(Object.entries(cases))('%s', (_, { wanted, names, want }) => expect(nearest(wanted, names)).toEqual(want));
});

test.each([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'not permitted'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['ERR_INVALID_ARG_VALUE', 'its path contains a null character'],
  ['EOTHER', 'a message'],
  [undefined, 'a message'],
])('a file that gives %s cannot be read: %s', (code, want) =>
  expect(whyUnreadable(Object.assign(new Error('a message'), { code }))).toBe(want),
);
test('what is no error says what it is', () => expect(whyUnreadable('text')).toBe('text'));

test.each([
  ['\u00a0', 'a no-break space (U+00A0)'],
  ['\u00ad', 'a soft hyphen (U+00AD)'],
  ['\u200b', 'a zero-width space (U+200B)'],
  ['\u200c', 'a zero-width non-joiner (U+200C)'],
  ['\u200d', 'a zero-width joiner (U+200D)'],
  ['\u200e', 'a left-to-right mark (U+200E)'],
  ['\u200f', 'a right-to-left mark (U+200F)'],
  ['\u202e', 'a right-to-left override (U+202E)'],
  ['\u2060', 'a word joiner (U+2060)'],
  ['\ufeff', 'a byte order mark (U+FEFF)'],
  ['\t', 'a tab (U+0009)'],
  ['\n', 'a line feed (U+000A)'],
  ['\r', 'a carriage return (U+000D)'],
  ['\u0007', 'a character that cannot be seen (U+0007)'],
])('a text that begins with %j', (character, name) =>
  expect(visibleTextProblem(`${character}a`)).toBe(`must not hold ${name} at its beginning; remove it`),
);
test.each([
  [' a', 'must not hold a blank (U+0020) at its beginning; remove it'],
  ['a ', 'must not hold a blank (U+0020) at its end; remove it'],
  ['ab\u200bc', 'must not hold a zero-width space (U+200B) as its character 3; remove it'],
  ['\u{1f600}\u200bc', 'must not hold a zero-width space (U+200B) as its character 2; remove it'],
  ['ab\u200b', 'must not hold a zero-width space (U+200B) at its end; remove it'],
  ['a b', undefined],
  ['', undefined],
])('the text %j: %s', (text, want) => expect(visibleTextProblem(text)).toBe(want));
