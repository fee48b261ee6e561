import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { yamlWriter } from '../../packages/yaml-writer/index.js';
import { plainReader } from '../../plan/manifest/plain/plain-reader.js';
import { readObjects } from '../../plan/manifest/read-objects.js';
import { manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';

/** What the whole reader reads; undefined if it finds a problem. */
function whole(text: string): unknown {
  const { objects, problems } = parseManifest({ name: 'x', text });
  return problems.length > 0 ? undefined : objects.map(({ object }) => object);
}

const head = 'apiVersion: v1\nkind: X\nmetadata:\n  name: x\n';

describe('plain texts are read, as the whole reader reads them', () => {
  const cases: Record<string, string> = {
    scalars:
      'a: text\nb: 12\nc: -3\nd: true\ne: "1"\nf: \'2\'\ng: {}\nh: []\ni:\nj: null\nk: ghcr.io/a/b:1\nl: "a\\nb"\n',
    'lists and mappings in each other': 'a:\n  - b: 1\n    c:\n      - d\n      - e: 2\n  - - f\n    - g\n',
    'a list as far to the left as its key': 'a:\n- b\n- c: 1\n  d: 2\ne: f\n',
    'literal blocks':
      'a: |\n  one\n\n    two\n  # three\nb: |-\n  x\nc: |+\n  y\n\nd:\n  - |\n    z: 1\n  - |-\n    ---\n',
    'the same text as a list and as its item': 'a:\n  - b: 1\n    c: 2\nd:\n  - b: 1\n    c: 2\n  - b: 3\n',
    'keys of all forms': '"a b": 1\n\'c\': 2\nd.e/f-g: 3\n9c90079fd515e37a: 4\n',
    'blank lines': 'a:\n\n  b: 1\n\n\n  c: 2\n\nd: 3\n',
  };
  test.each(Object.entries(cases))('%s', (_, text) => {
    expect(plainReader()(head + text)).toEqual((whole(head + text) as unknown[])[0]);
  });
});

describe('what is not plain is left to the whole reader', () => {
  const cases: Record<string, string> = {
    'an anchor': 'a: &x 1\n',
    'a comment': 'a: 1 # one\n',
    'a comment in a line of its own': '# one\na: 1\n',
    'a word of YAML 1.1': 'a: yes\n',
    'a number of YAML 1.1': 'a: 0400\n',
    'a time': 'a: 12:30\n',
    'a key that is no text': '1: a\n',
    'a key given twice': 'a: 1\na: 2\n',
    'a key of JavaScript': '__proto__: 1\n',
    'a text over several lines': 'a: b\n  c\n',
    'a list in one line': 'a: [1]\n',
    'a folded block': 'a: >\n  b\n',
    'a block with an indentation': 'a: |2\n   b\n',
    'a tab': 'a:\n\tb: 1\n',
    'an end of Windows': 'a: 1\r\n',
    'no last line break': 'a: |\n  b',
  };
  test.each(Object.entries(cases))('%s', (_, text) => expect(plainReader()(head + text)).toBeUndefined());
});

/** Texts that readers of YAML take for something else. */
const nasty = fc.constantFrom(
  ...[
    '',
    ' ',
    '0o14',
    '012',
    '1e3',
    '.5',
    'yes',
    'NO',
    '~',
    'null',
    '=',
    '<<',
    '12:30',
    '2026-01-31',
    '- a',
    '-',
    '--x',
  ],
  ...[
    'a: b',
    'a #b',
    '#a',
    '{',
    '[a]',
    '*a',
    '&a',
    '!a',
    '|',
    '>',
    '"a',
    "'a",
    'a\nb',
    'a\n\n',
    '\n',
    ' a\n',
    'a\t',
    '---',
    '...',
  ],
  ...[
    '\u0085',
    '\u2028',
    '\ufeff',
    'é',
    '%',
    '@a',
    '`a`',
    '?',
    '? a',
    ':',
    'a:',
    '\\',
    '"\\"',
    '$(A)',
    '__proto__',
    'constructor',
  ],
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    nasty,
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(nasty, fc.string()), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('whatever is written is read as the whole reader reads it', () => {
  const write = yamlWriter();
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 3 }), (specs) => {
      const text = specs
        .map((spec) => write({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, spec }))
        .join('---\n');
      expect(readObjects([{ name: 'x', text }])).toEqual(whole(text));
    }),
    { numRuns: 300 },
  );
});

test('a file with any small change is read as the whole reader reads it', () => {
  const lines = readFileSync('dist/security-patch.k8s.yaml', 'utf8').split('\n').slice(0, 120);
  const insertion = fc.constantFrom(
    ...['', ' ', '  ', '- ', '# ', ': ', '|', '"', "'", '---', '...', '\t', '[', 'a: ', '\r'],
  );
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.nat(30), fc.nat(3), insertion, (line, column, cut, text) => {
      const old = lines[line] ?? '';
      const changed = [...lines];
      changed[line] = old.slice(0, column) + text + old.slice(column + cut);
      const manifest = changed.join('\n');
      expect(readObjects([{ name: 'x', text: manifest }])).toEqual(whole(manifest));
    }),
    { numRuns: 300 },
  );
});

test('10 documents that have a block in common: one object', () => {
  const text = Array.from(
    { length: 10 },
    (_, i) => `${head}spec:\n  number: ${i}\n  common:\n    a: 1\n    b: 2\n`,
  ).join('---\n');
  const objects = readObjects([manifestOf('x', Buffer.from(text))]) as unknown as { spec: { common: object } }[];
  expect(new Set(objects.map(({ spec }) => spec.common)).size).toBe(1);
});
