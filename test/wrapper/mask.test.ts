import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Masker } from '../../wrapper/mask.js';
import { secretForms } from '../../wrapper/secret-forms.js';

const masked = (secrets: readonly string[], ...chunks: readonly string[]): string => {
  const masker = new Masker(secrets);
  return Buffer.concat([...chunks.map((chunk) => masker.push(Buffer.from(chunk))), masker.end()]).toString();
};

describe('a stream without the values of Secrets', () => {
  const cases: Record<string, { secrets: string[]; chunks: string[]; want: string }> = {
    'no secret': { secrets: [], chunks: ['abc'], want: 'abc' },
    'in one chunk': { secrets: ['s3cret'], chunks: ['key=s3cret;'], want: 'key=***;' },
    'across two chunks': { secrets: ['s3cret'], chunks: ['key=s3c', 'ret;'], want: 'key=***;' },
    'a byte at a time': { secrets: ['s3cret'], chunks: [...'s3cret'], want: '***' },
    'a beginning that goes on otherwise': { secrets: ['s3cret'], chunks: ['s3c', 'ond'], want: 's3cond' },
    'a beginning at the end': { secrets: ['s3cret'], chunks: ['a s3cre'], want: 'a s3cre' },
    'a beginning of a beginning': { secrets: ['aab'], chunks: ['aa', 'ab'], want: 'a***' },
    'twice in a row': { secrets: ['s3cret'], chunks: ['s3crets3cret'], want: '******' },
    'the longer of two': { secrets: ['s3cret', 's3cret-long'], chunks: ['s3cret-long s3cret'], want: '*** ***' },
    'no text, but bytes': { secrets: ['größ-e'], chunks: ['x größ-e y'], want: 'x *** y' },
  };
  test.each(Object.entries(cases))('%s', (_, { secrets, chunks, want }) =>
    expect(masked(secrets, ...chunks)).toBe(want),
  );
});

test('what can be no secret is passed on at once', () => {
  const masker = new Masker(['s3cret']);
  expect(masker.push(Buffer.from('thinking...\ns3')).toString()).toBe('thinking...\n');
});

test('wherever the chunks end, the stream is masked as a whole', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'ab', 'aba', 'c'), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (parts, size) => {
        const text = parts.join('');
        const chunks = text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        expect(masked(['abab', 'bac'], ...chunks)).toBe(masked(['abab', 'bac'], text));
      },
    ),
  ));

describe('the forms of a secret', () => {
  const secret = 'p"ss/w?rd';
  const cases: Record<string, string> = {
    'as it is': secret,
    'in JSON': JSON.stringify(secret).slice(1, -1),
    'in a URL': encodeURIComponent(secret),
    'in base64': Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    'in base64 for URLs': Buffer.from(secret).toString('base64url'),
  };
  test.each(Object.entries(cases))('%s', (_, form) => expect(secretForms(secret)).toContain(form));

  test('each long line of a file', () =>
    expect(secretForms(`-----BEGIN-----\n${'k'.repeat(40)}\n`)).toContain('k'.repeat(40)));
  test('with and without the end of its line', () =>
    expect(secretForms('s3cret\n')).toEqual(expect.arrayContaining(['s3cret', 's3cret\n'])));
  test('a short one is in every other word', () => expect(secretForms('true')).toEqual([]));
});
