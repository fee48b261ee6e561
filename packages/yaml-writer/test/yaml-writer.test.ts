import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dump, load, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { UnwritableValue, yamlWriter } from '../index.js';

const write = yamlWriter();

const style: Record<string, { value: unknown; want: string }> = {
  'a name: plain': { value: 'service-a', want: 'service-a' },
  'an image: plain': { value: 'ghcr.io/kubetask/agent:v1.0', want: 'ghcr.io/kubetask/agent:v1.0' },
  'a version: plain': { value: '1.2.3', want: '1.2.3' },
  'a quantity: plain': { value: '500m', want: '500m' },
  'a number as text: quoted': { value: '0o14', want: '"0o14"' },
  'a word that is a boolean in YAML 1.1: quoted': { value: 'y', want: '"y"' },
  'an empty text: quoted': { value: '', want: '""' },
  'a colon before a blank: quoted': { value: 'a: b', want: '"a: b"' },
  'a non-breaking space: visible': { value: 'a\u00a0b', want: '"a\\_b"' },
  'lines: a literal block': { value: 'a\nb\n', want: '|\n  a\n  b' },
  'lines without a last line break': { value: 'a\nb', want: '|-\n  a\n  b' },
  'lines with an empty last line': { value: 'a\n\n', want: '|+\n  a\n\n...' },
  'lines that begin with a blank': { value: '  a\nb\n', want: '|2\n    a\n  b' },
  'lines with tabs: a literal block': { value: 'all:\n\tmake\n', want: '|\n  all:\n  \tmake' },
  'lines that end in carriage returns: quoted': { value: 'a\r\nb\r\n', want: '"a\\r\\nb\\r\\n"' },
  'a number': { value: 1.5, want: '1.5' },
  'a large number': { value: 1e21, want: '1.0e+21' },
  'a list': { value: ['a', { b: 1, c: [] }], want: '\n  - a\n  - b: 1\n    c: []' },
  'an object': { value: { a: {}, b: null, c: undefined }, want: '\n  a: {}\n  b: null' },
  'an object whose members are undefined': { value: { a: undefined }, want: '{}' },
};
test.each(Object.entries(style))('%s', (_, { value, want }) => {
  expect(write({ key: value })).toBe(`key:${want.startsWith('\n') ? '' : ' '}${want}\n`);
});

describe('order of keys', () => {
  const object = { kind: 'Job', b: { d: 1, c: 2 }, a: 3 };
  test('as given', () => expect(write(object)).toBe('kind: Job\nb:\n  d: 1\n  c: 2\na: 3\n'));
  test('sorted, after the first ones of the root', () => {
    const sorted = yamlWriter({ sortKeys: true, firstKeys: ['metadata', 'kind'] });
    expect(sorted(object)).toBe('kind: Job\na: 3\nb:\n  c: 2\n  d: 1\n');
  });
});

test('a frozen object that ends in an empty line, at the end of a document', () => {
  const shared = Object.freeze({ text: 'x\n\n' });
  const twice = yamlWriter();
  expect([twice({ a: shared }), twice({ a: shared, b: {} }), twice({ a: shared })]).toEqual([
    'a:\n  text: |+\n    x\n\n...\n',
    'a:\n  text: |+\n    x\n\nb: {}\n',
    'a:\n  text: |+\n    x\n\n...\n',
  ]);
});

test('a frozen object: the same text wherever it stands', () => {
  const shared = Object.freeze({ a: [1, 2], text: 'x\ny\n' });
  const value = { first: shared, list: [shared, { deeper: shared }], last: shared };
  expect(yamlWriter()(value)).toBe(yamlWriter()(structuredClone(value)));
});

describe('what is no JSON', () => {
  const cases: Record<string, { value: unknown; want: string }> = {
    'half of a surrogate pair': { value: { data: { 'a.b': 'x\ud800' } }, want: 'data["a.b"]' },
    'half of a surrogate pair in a text of several lines': {
      value: { items: [{ a: '\udc00\n' }] },
      want: 'items[0].a',
    },
    'half of a surrogate pair in a key': { value: { a: { '\ud800': 1 } }, want: 'a["\\ud800"]' },
    'a date': { value: { a: new Date(0) }, want: 'a' },
    'a function': { value: { a: [() => 0] }, want: 'a[0]' },
    'no number': { value: Number.NaN, want: '' },
  };
  test.each(Object.entries(cases))('%s: refused with its path', (_, { value, want }) => {
    expect(() => write(value)).toThrow(UnwritableValue);
    expect(() => write(value)).toThrow(expect.objectContaining({ path: want }));
  });
});

test('committed files: the same text as js-yaml writes, except for a point, which `yaml` reads as NaN', () => {
  const documents = readdirSync('dist')
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => loadAll(readFileSync(`dist/${file}`, 'utf8')));
  expect(documents.length).toBeGreaterThan(40);
  const options = { lineWidth: -1, noRefs: true, quoteStyle: 'double' } as const;
  const texts = documents.map((document) => dump(document, options).replaceAll(/: \.$/gm, ': "."'));
  expect(documents.map(write)).toEqual(texts);
});

/** Texts that other writers get wrong. */
const nasty = [
  ...[
    '0o14',
    '0O14',
    '0b1',
    '0B1',
    '0x1F',
    '0X1f',
    '017',
    '08',
    '1_000',
    '1e3',
    '1E3',
    '1e+3',
    '.5',
    '5.',
    '.',
    '-.',
    '+.5',
    '-0',
    '+1',
  ],
  ...['12:30', '190:20:30', '1:2.5', '2024-01-01', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43'],
  ...[
    '.inf',
    '-.INF',
    '+.Inf',
    '.nan',
    '.NaN',
    'NaN',
    'Infinity',
    'null',
    'Null',
    'NULL',
    '~',
    'true',
    'False',
    'ON',
    'off',
    'yes',
    'No',
  ],
  ...[
    'y',
    'Y',
    'n',
    'N',
    '=',
    '<<',
    '---',
    '--- a',
    '...',
    '-',
    '- a',
    '?',
    '? a',
    ':',
    ': a',
    'a:',
    'a: b',
    'a #b',
    '#a',
    '#',
  ],
  ...[
    '!',
    '!a',
    '&a',
    '*a',
    '%a',
    '@a',
    '`a',
    '|',
    '|-',
    '>',
    '{',
    '}',
    '[',
    ']',
    '[]',
    '{}',
    ',',
    '"',
    "'",
    '\\',
    "''",
    '"a"',
  ],
  ...[
    '',
    ' ',
    '  ',
    ' a',
    'a ',
    '\t',
    '\ta',
    'a\t',
    'a\tb',
    '\n',
    '\n\n',
    ' \n',
    '\n ',
    '\na',
    '\n a',
    '\n\ta',
    '\ta\nb',
    ' a\nb',
    'a\n',
    'a\n\n',
  ],
  ...[
    'a\n b',
    'a\n\n\nb',
    'a \nb ',
    'a\n  \nb',
    'a\n\t\nb',
    ' a\n ',
    'a\n  \n',
    '---\na\n',
    'a\n---\nb\n',
    '...\na',
    'a: b\nc: d\n',
    '- a\n- b',
    '# a\nb',
    '|\na',
  ],
  ...[
    '\r',
    'a\r\nb',
    '\u0085',
    'a\u0085b',
    '\u2028',
    'a\u2028b\n',
    '\u2029',
    '\ufeff',
    '\ufeffa\nb',
    '\u00a0',
    '\0',
    '\x07',
    '\x1b[0m',
    '\x7f',
  ],
  ...[
    '\ufffe',
    '\uffff',
    '\u{1f600}',
    '\u{1f600}\n\u{10ffff}',
    'ä',
    '\u200b',
    '\u00ad',
    '\ue000',
    'a'.repeat(200),
    `${'a b '.repeat(300)}c`,
  ],
];
const character = fc.constantFrom(
  ...(' \t\n\r-?:,[]{}#&*!|>\'"%@`\\abyn019_.+eExo~=<\u0085\u2028\ufeff\u00a0ä\u{1f600}'.match(/./gsu) ?? []),
);
const text = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: character, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...nasty), { maxLength: 3 }).map((lines) => lines.join('\n')) },
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: number }, fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(text, json, { maxKeys: 4, noNullPrototype: true });

const readers: Record<string, (yaml: string) => unknown> = {
  'js-yaml': (yaml) => load(yaml),
  'js-yaml, YAML 1.1': (yaml) => load(yaml, { schema: YAML11_SCHEMA }),
  'yaml, YAML 1.2': (yaml) => parse(yaml, { version: '1.2', strict: true, uniqueKeys: true }),
  'yaml, YAML 1.1': (yaml) => parse(yaml, { version: '1.1', strict: true, uniqueKeys: true }),
};

describe.each(Object.entries(readers))('read back by %s', (_, read) => {
  test('each nasty text, as value, item and key, at several depths', () => {
    const values = nasty.flatMap((one) => [{ a: one }, { [one]: [one, { a: one, [one]: one }] }, { a: [[one]], b: 1 }]);
    expect(values.map((value) => read(write(value)))).toEqual(values);
  });
  test('any JSON', () => {
    fc.assert(fc.property(document, (value) => expect(read(write(value))).toEqual(value)));
  });
});

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

(hasKubectl ? test : test.skip)('read back by kubectl, which splits at the lines between documents', () => {
  const values = nasty.map((one) => ({ [`k${one}`]: one, list: [one, { a: one }], end: one }));
  const head = { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'x' } };
  const input = values.map((spec) => write({ ...head, spec })).join('---\n');
  const { stdout, stderr } = spawnSync('kubectl', ['label', '--local', '-f', '-', '-o', 'json', 'a=b'], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const read = stdout.split(/(?<=^})\n(?={)/m).map((object) => JSON.parse(object).spec);
  expect({ read, stderr }).toEqual({ read: values, stderr: '' });
});
