import { describe, expect, test } from '@jest/globals';
import { type DiffLine, hunks, lineDiff } from '../../../plan/review/line-diff.js';
import { textChange, textsOf } from '../../../plan/review/texts.js';
import { makeObject, makeSide } from './sample.js';

const shown = (lines: readonly DiffLine[]): string => lines.map(({ mark, text }) => `${mark}${text}`).join('|');
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

describe('the way from one list of lines to another', () => {
  const cases: Record<string, { before: string; after: string; want: string }> = {
    'the same': { before: 'abc', after: 'abc', want: ' a| b| c' },
    'nothing, and nothing': { before: '', after: '', want: '' },
    'all is new': { before: '', after: 'ab', want: '+a|+b' },
    'all is gone': { before: 'ab', after: '', want: '-a|-b' },
    'one line changes: its removal comes first': { before: 'abc', after: 'axc', want: ' a|-b|+x| c' },
    'one more at the end': { before: 'ab', after: 'abc', want: ' a| b|+c' },
    'one less at the beginning': { before: 'abc', after: 'bc', want: '-a| b| c' },
    'what is in the middle stays': { before: 'axb', after: 'cxd', want: '-a|+c| x|-b|+d' },
    'the longest common part stays': { before: 'xabcy', after: 'zbcaw', want: '-x|-a|+z| b| c|-y|+a|+w' },
    'a line that is there twice': { before: 'aa', after: 'aaa', want: ' a| a|+a' },
    'a line that repeats the end': { before: 'aba', after: 'a', want: ' a|-b|-a' },
    'lines that change places': { before: 'ab', after: 'ba', want: '-a| b|+a' },
    'several lines are replaced': { before: 'abcd', after: 'awxd', want: ' a|-b|-c|+w|+x| d' },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(shown(lineDiff([...before], [...after]))).toBe(want),
  );

  test('an empty line is a line', () => expect(shown(lineDiff(['a', '', 'b'], ['', 'c']))).toBe('-a| |-b|+c'));

  const long = (mark: string, length: number) => Array.from({ length }, (_, i) => `${mark}${i}`);
  test('of long texts without much in common: all of both', () => {
    const [before, after] = [
      ['same', ...long('a', 2001), 'x', 'end'],
      ['same', ...long('b', 2000), 'x', 'y', 'end'],
    ];
    const want = [' ', ...before.slice(1, -1).map(() => '-'), ...after.slice(1, -1).map(() => '+'), ' '];
    expect(lineDiff(before, after).map(({ mark }) => mark)).toEqual(want);
  });
  test('of long texts that differ in a few lines: these', () => {
    const before = long('a', 5000);
    expect(
      lineDiff(before, [...before.slice(0, 2500), 'new', ...before.slice(2501)]).filter(({ mark }) => mark !== ' '),
    ).toEqual([
      { mark: '-', text: 'a2500' },
      { mark: '+', text: 'new' },
    ]);
  });
});

describe('the lines around the changes', () => {
  const hunksOf = (before: readonly string[], after: readonly string[]) => shown(hunks(lineDiff(before, after)));
  test.each([
    ['no change: nothing', numbers(1, 9), numbers(1, 9), ''],
    [
      'a change in the middle',
      numbers(1, 9),
      [...numbers(1, 4), 'x', ...numbers(6, 9)],
      ' …| 2| 3| 4|-5|+x| 6| 7| 8| …',
    ],
    ['a change at the beginning', numbers(1, 6), ['x', ...numbers(1, 6)], '+x| 1| 2| 3| …'],
    ['a change at the end', numbers(1, 6), [...numbers(1, 6), 'x'], ' …| 4| 5| 6|+x'],
    ['two changes that are near', numbers(1, 5), ['x', ...numbers(1, 5), 'y'], '+x| 1| 2| 3| 4| 5|+y'],
    [
      'two changes with lines between them',
      numbers(1, 9),
      ['x', ...numbers(1, 9), 'y'],
      '+x| 1| 2| 3| …| …| 7| 8| 9|+y',
    ],
  ])('%s', (_, before, after, want) => expect(hunksOf(before, after)).toBe(want));
});

describe('what changes between two texts', () => {
  test.each([
    ['another line', 'a\nb\n', 'a\nc\n', { added: 1, removed: 1, lines: [' a', '-b', '+c'] }],
    ['the last line break alone: nothing', 'a', 'a\n', { added: 0, removed: 0, lines: [] }],
    ['a new text', undefined, 'a\n\nb', { added: 3, removed: 0, lines: ['+a', '+', '+b'] }],
    ['a text that goes', 'a', undefined, { added: 0, removed: 1, lines: ['-a'] }],
    ['a long line', '', 'a'.repeat(1001), { added: 1, removed: 0, lines: [`+${'a'.repeat(1000)}…`] }],
    ['a line of 1000 letters', '', 'a'.repeat(1000), { added: 1, removed: 0, lines: [`+${'a'.repeat(1000)}`] }],
    [
      '400 lines',
      '',
      numbers(1, 400).join('\n'),
      { added: 400, removed: 0, lines: numbers(1, 400).map((n) => `+${n}`) },
    ],
    [
      '402 lines',
      '',
      numbers(1, 402).join('\n'),
      { added: 402, removed: 0, lines: [...numbers(1, 400).map((n) => `+${n}`), '… 2 more lines'] },
    ],
    [
      'lines that are left out, and a line that looks like that',
      ['…', ...numbers(1, 4), 'a'].join('\n'),
      ['…', ...numbers(1, 4), '…'].join('\n'),
      { added: 1, removed: 1, lines: ['…', ' 2', ' 3', ' 4', '-a', '+…'] },
    ],
  ])('%s', (_, before, after, want) => expect(textChange(before, after)).toEqual(want));
});

describe('the texts of ConfigMaps', () => {
  const side = makeSide([
    makeObject('v1', 'ConfigMap', { data: { a: 'one\n', b: 2 } }),
    makeObject('v1', 'ConfigMap', { data: { a: 'two' } }, { namespace: 'other' }),
    makeObject('v1', 'ConfigMap', {}, { name: 'empty' }),
    makeObject('v1', 'Secret', { data: { a: 'secret' } }, { name: 's' }),
  ]);
  const cases: Record<string, { namespace: string | undefined; name: string; key: string; want: unknown }> = {
    'a text': { namespace: 'team', name: 'x', key: 'a', want: ['one\n', 'one'] },
    'of another namespace': { namespace: 'other', name: 'x', key: 'a', want: ['two', 'two'] },
    'without a namespace: not there': { namespace: undefined, name: 'x', key: 'a', want: undefined },
    'another key': { namespace: 'team', name: 'x', key: 'c', want: undefined },
    'what is no text': { namespace: 'team', name: 'x', key: 'b', want: undefined },
    'a ConfigMap without data': { namespace: 'team', name: 'empty', key: 'a', want: undefined },
    'a Secret is none': { namespace: 'team', name: 's', key: 'a', want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { namespace, name, key, want }) => {
    const found = textsOf(side, namespace)(name, key);
    expect(found && [found.text, found.shown()]).toEqual(want);
  });
  test('a text is known by what it says, and found once', () => {
    const find = textsOf(side, 'team');
    expect(find('x', 'a')).toBe(find('x', 'a'));
    expect([find('x', 'a')?.raw, textsOf(side, 'other')('x', 'a')?.raw]).toEqual([
      expect.stringMatching(/^text [0-9a-z]{32}$/),
      expect.not.stringMatching(String(find('x', 'a')?.raw)),
    ]);
  });
});
