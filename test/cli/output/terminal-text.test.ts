import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outputTo } from '../../../cli/output/output.js';
import { terminalOf } from '../../../cli/output/terminal.js';
import { terminalText } from '../../../cli/output/terminal-text.js';

const red = '\u001b[31m';
const reset = '\u001b[0m';

const cases: Record<string, { text: string; want: string }> = {
  'plain text, in any language: unchanged': { text: 'grün 日本 👩‍💻\tx\n', want: 'grün 日本 👩‍💻\tx\n' },
  'colours: kept': {
    text: `${red}red${reset} ${'\u001b[1;38;5;9m'}x\u001b[m`,
    want: `${red}red${reset} \u001b[1;38;5;9mx\u001b[m${reset}`,
  },
  'a colour without a reset: reset at the end of its line': {
    text: `${red}red\nnext\n`,
    want: `${red}red${reset}\nnext\n`,
  },
  'a window title': { text: '\u001b]0;owned\u0007', want: '^[]0;owned^G' },
  'the clipboard': { text: '\u001b]52;c;ZXZpbA==\u001b\\', want: '^[]52;c;ZXZpbA==^[\\' },
  'the same with 8-bit controls': { text: '\u009d52;c;ZXZpbA==\u009c', want: '<U+009D>52;c;ZXZpbA==<U+009C>' },
  'a cleared screen, and a move': { text: '\u001b[2J\u001b[1;1H', want: '^[[2J^[[1;1H' },
  'a cleared screen in 8 bits': { text: '\u009b2J', want: '<U+009B>2J' },
  'a reset of the terminal, and a charset': { text: '\u001bc\u001b(0', want: '^[c^[(0' },
  'a device control string': { text: '\u001bP$qm\u001b\\', want: '^[P$qm^[\\' },
  'a sequence inside a colour sequence': { text: '\u001b[3\u001b[2J1m', want: '^[[3^[[2J1m' },
  'a colour sequence with other characters in it': { text: '\u001b[?31m\u001b[31 m', want: '^[[?31m^[[31 m' },
  'a colour sequence with very many parameters': { text: `\u001b[${'1;'.repeat(40)}m`, want: `^[[${'1;'.repeat(40)}m` },
  'a sequence cut by a newline': { text: '\u001b[\n31m\n', want: '^[[\n31m\n' },
  'a carriage return that would overwrite the prefix': {
    text: 'hello\r[other-task-9] faked\n',
    want: 'hello^M[other-task-9] faked\n',
  },
  'line ends of Windows': { text: 'a\r\nb\r\r\nc\r', want: 'a\nb\nc' },
  'backspaces, bells, vertical tabs, delete': { text: 'a\b\u0007\u000b\u000c\u007f', want: 'a^H^G^K^L^?' },
  'bidirectional control characters': {
    text: 'a\u202eb\u2066c\u200f\u061c',
    want: 'a<U+202E>b<U+2066>c<U+200F><U+061C>',
  },
  'line separators other than newlines': { text: 'a\u2028b\u2029c\u0085d', want: 'a<U+2028>b<U+2029>c<U+0085>d' },
};
test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(terminalText(text)).toBe(want));

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('\u001b', '[', ']', '31', ';', 'm', '\r', '\n', '\u009b', '\u0007', '2J', '\u202e', '0'),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((all) => all.join(''));
  const harmless =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test searches for them
    /^(?:\u001b\[[0-9;:]*m|[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069])*$/u;

  test('becomes colours and visible characters, with the same number of lines', () => {
    fc.assert(
      fc.property(text, (any) => {
        const written = terminalText(any);
        expect(written).toMatch(harmless);
        expect(written.split('\n')).toHaveLength(any.split('\n').length);
        expect(terminalText(written)).toBe(written);
      }),
    );
  });

  test('gives the same result line by line and as a whole', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(any.split('\n').map(terminalText).join('\n')).toBe(terminalText(any));
      }),
    );
  });
});

describe('an output', () => {
  const written = (isTTY: boolean, env: NodeJS.ProcessEnv, use: (out: ReturnType<typeof outputTo>) => void): string => {
    const texts: string[] = [];
    const stream = { isTTY, write: (text: string) => texts.push(text) > 0 } as never;
    use(outputTo(stream, terminalOf(stream, env)));
    return texts.join('');
  };
  const hostile = 'x\u001b]0;owned\u0007';

  test.each([
    ['a terminal', true, {}, 'x^[]0;owned^G\nx^[]0;owned^G'],
    ['a terminal that calls itself dumb', true, { TERM: 'dumb' }, 'x^[]0;owned^G\nx^[]0;owned^G'],
    ['a pipe', false, {}, `${hostile}\n${hostile}`],
  ])('%s', (_, isTTY, env, want) => {
    const use = (out: ReturnType<typeof outputTo>) => {
      out.line(hostile);
      void out.write(hostile);
    };
    expect(written(isTTY, env, use)).toBe(want);
  });

  test('clears its line on a terminal', () => {
    expect(written(true, {}, (out) => out.clearLine())).toBe('\r\u001b[2K');
  });
});
