import { expect, test } from '@jest/globals';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';

/** Lines 1 to 3 are the head; the body starts at line 4. */
const place = (path: string, ...body: string[]): string => {
  const text = ['apiVersion: v1', 'kind: A', 'metadata: { name: a }', ...body].join('\n');
  const [object] = parseManifest({ name: 'f', text }).objects;
  const { line = 0, column = 0 } = object?.locate(path) ?? {};
  return `${line}:${column}`;
};

const cases: Record<string, { path: string; body: string[]; want: string }> = {
  'a value': { path: 'spec.a', body: ['spec:', '  a: 1'], want: '5:6' },
  'a list: its key': { path: 'spec.a', body: ['spec:', '  a:', '    - 1'], want: '5:3' },
  'an item': { path: 'spec.a[1]', body: ['spec:', '  a:', '    - 1', '    - 2'], want: '7:7' },
  'the eleventh item': { path: 'a[10]', body: ['a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, x]'], want: '4:35' },
  'a field of an item': { path: 'a[1].b', body: ['a:', '  - b: 1', '  - b: 2'], want: '6:8' },
  'an item of an item': { path: 'a[0][1]', body: ['a:', '  - [1, 2]'], want: '5:9' },
  'an absent item: the list': { path: 'a[3]', body: ['a:', '  - 1'], want: '4:1' },
  'an absent field: its parent': { path: 'spec.b', body: ['spec:', '  a: 1'], want: '4:1' },
  'a field of a string: the string': { path: 'a.b', body: ['a: x'], want: '4:1' },
  'an item of a map: the map': { path: 'a[0]', body: ['a: { b: 1 }'], want: '4:1' },
  'a key with dots': { path: 'a.b.c', body: ['a:', '  b.c: 1'], want: '5:8' },
  'the longest of two keys': { path: 'a.b.c', body: ['a:', '  b: { c: 1 }', '  b.c: 2'], want: '6:8' },
  'a key with the same prefix: not matched': { path: 'ab', body: ['a: 1', 'ab: 2'], want: '5:5' },
  'an empty value: its key': { path: 'a', body: ['a:'], want: '4:1' },
  'a value from a merge key: where it is written': {
    path: 'b.x',
    body: ['a: &a', '  x: 1', 'b:', '  <<: *a', '  z: 2'],
    want: '5:6',
  },
  'several merged maps: the one that has the field': {
    path: 'c.z',
    body: ['a: &a { x: 1 }', 'b: &b { z: 2 }', 'c:', '  <<: [*a, *b]'],
    want: '5:12',
  },
  'the same name in another map: not matched': {
    path: 'b.x',
    body: ['b:', '  other: { x: 1 }', '  z: 2'],
    want: '4:1',
  },
  'an alias: where the text is': { path: 'b[0]', body: ['a: &a [1]', 'b: *a'], want: '4:8' },
};
test.each(Object.entries(cases))('%s', (_, { path, body, want }) => {
  expect(place(path, ...body)).toBe(want);
});
