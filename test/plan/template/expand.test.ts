// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are templates of ours
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expandTemplate } from '../../../plan/template/expand.js';

const values: Record<string, string> = { a: 'A', 'params.x': '${a}', dollar: '$', empty: '' };
const lookUp = (name: string) => {
  const value = values[name];
  return value === undefined ? { problem: `no ${name}` } : { value };
};
const expand = (text: string) => expandTemplate(text, lookUp);

describe('a text', () => {
  const cases: Record<string, { text: string; want: string }> = {
    'without references: unchanged': { text: 'echo $HOME $(date) {a} $$ }', want: 'echo $HOME $(date) {a} $$ }' },
    'a reference: its value': { text: '<${a}>', want: '<A>' },
    'several on one line': { text: '${a}${a}\n${a}', want: 'AA\nA' },
    'an empty value': { text: '<${empty}>', want: '<>' },
    'a value that looks like a reference: data': { text: '${params.x}', want: '${a}' },
    'a value before a brace: not read again': { text: '${dollar}{a}', want: '${a}' },
    'an escape: the text itself': { text: '$${a} $${b} $${', want: '${a} ${b} ${' },
    'a dollar before an escape': { text: '$$${a}', want: '$${a}' },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(expand(text)).toEqual({ text: want, problems: [] });
  });

  test('any text without ${: unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', '\n', ' ', '.', '\\', 'é') }), (any) => {
        const text = any.replaceAll(/\$+\{/g, '{');
        expect(expand(text)).toEqual({ text, problems: [] });
      }),
    );
  });

  test('any text, escaped: itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', '\n') }), (text) => {
        expect(expand(text.replaceAll('${', () => '$${'))).toEqual({ text, problems: [] });
      }),
    );
  });

  test('any value: as it is, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', '&', '`', "'") }), (value) => {
        expect(expandTemplate('<${v}>', () => ({ value })).text).toBe(`<${value}>`);
      }),
    );
  });
});

describe('a reference that stands for nothing: left as it is, with its place', () => {
  const cases: Record<
    string,
    { text: string; want: [reference: string, line: number, column: number, problem: string][] }
  > = {
    'an unknown name': { text: 'one\n  ${b} ${a}', want: [['${b}', 2, 3, 'no b']] },
    'two of them': {
      text: '${b}\n\n${c}',
      want: [
        ['${b}', 1, 1, 'no b'],
        ['${c}', 3, 1, 'no c'],
      ],
    },
    'behind characters of several units: counted as characters': { text: '👍${b}', want: [['${b}', 1, 2, 'no b']] },
    'blanks in a name: not trimmed': { text: '${ a }', want: [['${ a }', 1, 1, 'no  a ']] },
    'no name': { text: '${}', want: [['${}', 1, 1, 'no ']] },
    'no end on the line': {
      text: '${a\n}',
      want: [['${', 1, 1, 'has no end on its line; write } behind the name, or $${ for the text ${']],
    },
    'one in another': {
      text: '${a${a}}',
      want: [['${', 1, 1, 'has no end on its line; write } behind the name, or $${ for the text ${']],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    const { problems } = expand(text);
    expect(problems.map(({ reference, line, column, problem }) => [reference, line, column, problem])).toEqual(want);
  });
});
