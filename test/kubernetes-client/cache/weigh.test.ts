import { expect, test } from '@jest/globals';
import { weigh } from '../../../packages/kubernetes-client/cache/weigh.js';

const empty = weigh({});

test.each<[string, object, number]>([
  ['a number, a truth value, null or nothing: its place alone', { a: 1, b: true, c: null, d: undefined }, 4 * 12],
  ['a text: two bytes a character', { a: 'four' }, 12 + 20 + 8],
  ['an object in it: as one of its own', { a: { b: 1 } }, 12 + 40 + 12],
  ['a list: each of its items', { a: ['four', 'four'] }, 12 + 40 + 2 * (12 + 20 + 8)],
  ['a map: each of its values', { a: new Map([['key', 'four']]) }, 12 + 40 + 12 + 20 + 8],
])('%s', (_, object, more) => {
  expect(weigh(object) - empty).toBe(more);
});

test('an empty object takes its places in the store', () => {
  expect(empty).toBe(540);
});
