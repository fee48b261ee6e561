import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../content-hash.js';

const cases: Record<string, { value: unknown; want: string }> = {
  'keys in any order: sorted, at every depth': {
    value: { b: [{ d: 1, c: 2 }], a: 0 },
    want: '{"a":0,"b":[{"c":2,"d":1}]}',
  },
  'undefined: left out': { value: { a: undefined, b: null }, want: '{"b":null}' },
  'the key __proto__: a key like any other': {
    value: JSON.parse('{"b":2,"__proto__":"x"}'),
    want: '{"__proto__":"x","b":2}',
  },
};

describe('canonicalJson', () => {
  test.each(Object.entries(cases))('%s', (_, { value, want }) => expect(canonicalJson(value)).toBe(want));
});
