import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { literalWords, refersToVariables, shellWords } from '../../../executors/planned/shell-words.js';

const values = { TOKEN: 'a "b" $c \n\'d\'', EMPTY: '' };
const env = new Map(Object.entries(values));
const shown = (words: string) =>
  execFileSync('sh', ['-c', `printf '<%s>' ${words}`], {
    encoding: 'utf8',
    env: { ...values, PATH: process.env['PATH'] },
  });

test.each([
  ['the value of a variable', ['--token=$(TOKEN)!'], `<--token=${values.TOKEN}!>`],
  ['an empty one', ['$(EMPTY)'], '<>'],
  ['no such variable', ['$(OTHER)'], '<$(OTHER)>'],
  ['an escaped reference', ['$$(TOKEN) $$'], '<$(TOKEN) $>'],
  ['what a shell would expand', ['$TOKEN `id` $(id) * ~ \\'], '<$TOKEN `id` $(id) * ~ \\>'],
  ['quotes, newlines and an empty word', ["it's", '"\n', ''], `<it's><"\n><>`],
])('%s', (_, words, want) => {
  expect(shown(shellWords(words, env))).toBe(want);
});

test('no value is in the text', () => {
  expect(shellWords(['$(TOKEN)'], env)).not.toContain(values.TOKEN);
});

test('words of an image are never expanded', () => {
  expect(shown(literalWords(['$(TOKEN)', '$$', '']))).toBe('<$(TOKEN)><$$><>');
});

test.each([
  ['a reference', ['a', '$(TOKEN)'], true],
  ['one to nothing', ['$(OTHER)'], false],
  ['an escaped one', ['$$(TOKEN)'], false],
])('whether there is a reference: %s', (_, words, want) => {
  expect(refersToVariables(words, env)).toBe(want);
});
