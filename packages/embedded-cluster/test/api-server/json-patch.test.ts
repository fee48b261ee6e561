import { expect, test } from '@jest/globals';
import { jsonPatch } from '../../api-server/patch/json-patch.js';

interface Case {
  readonly target: unknown;
  readonly patch: readonly object[];
  readonly want: unknown;
}

const cases: Record<string, Case> = {
  'add a field: there': { target: {}, patch: [{ op: 'add', path: '/a', value: 1 }], want: { a: 1 } },
  'add at an index: inserted': {
    target: { l: [1, 3] },
    patch: [{ op: 'add', path: '/l/1', value: 2 }],
    want: { l: [1, 2, 3] },
  },
  'add at the end: appended': {
    target: { l: [1] },
    patch: [{ op: 'add', path: '/l/-', value: 2 }],
    want: { l: [1, 2] },
  },
  'remove: gone': { target: { a: 1, b: 2 }, patch: [{ op: 'remove', path: '/a' }], want: { b: 2 } },
  'replace: other value': { target: { a: 1 }, patch: [{ op: 'replace', path: '/a', value: 2 }], want: { a: 2 } },
  'a key with a slash and a tilde: unescaped': {
    target: { 'a/b~c': 1 },
    patch: [{ op: 'replace', path: '/a~1b~0c', value: 2 }],
    want: { 'a/b~c': 2 },
  },
  'move: from here to there': { target: { a: 1 }, patch: [{ op: 'move', from: '/a', path: '/b' }], want: { b: 1 } },
  'copy: in both places': {
    target: { a: [1] },
    patch: [{ op: 'copy', from: '/a', path: '/b' }],
    want: { a: [1], b: [1] },
  },
  'a test that holds: continues': {
    target: { a: { b: 1 } },
    patch: [
      { op: 'test', path: '/a', value: { b: 1 } },
      { op: 'remove', path: '/a' },
    ],
    want: {},
  },
};

test.each(Object.entries(cases))('%s', (_, { target, patch, want }) => {
  expect(jsonPatch(target, patch)).toEqual(want);
});

const refused: Record<string, readonly object[]> = {
  'a test that fails': [{ op: 'test', path: '/a', value: 2 }],
  'removing what is not there': [{ op: 'remove', path: '/x' }],
  'an index beyond the list': [{ op: 'remove', path: '/l/9' }],
  'a path through nothing': [{ op: 'add', path: '/x/y', value: 1 }],
};

test.each(Object.entries(refused))('%s: refused', (_, patch) => {
  expect(() => jsonPatch({ a: 1, l: [] }, patch)).toThrow('rejected our request');
});
