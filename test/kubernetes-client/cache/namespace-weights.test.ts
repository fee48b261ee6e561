import { beforeEach, expect, test } from '@jest/globals';
import { NamespaceWeights } from '../../../packages/kubernetes-client/cache/namespace-weights.js';

let changes: string[];
let weights: NamespaceWeights;
beforeEach(() => {
  changes = [];
  weights = new NamespaceWeights((namespace, bytes) => changes.push(`${namespace} ${bytes}`));
});

test('each change says by how much a namespace has become heavier', () => {
  weights.note('a', 'one', 10);
  weights.note('a', 'two', 5);
  weights.note('a', 'one', 4);
  weights.note('a', 'one', 4);
  weights.note('a', 'two', 0);
  expect(changes).toEqual(['a 10', 'a 5', 'a -6', 'a -5']);
  expect([weights.of('a'), weights.of('b')]).toEqual([4, 0]);
});

test('objects are known by their uid, whether it is random or any text', () => {
  weights.note('a', '0123456789ab', 1);
  weights.note('a', '0123457789ab', 1);
  weights.note('a', 'xyz', 1);
  weights.note('a', 'xzy', 1);
  weights.note('a', 'xy', 1);
  weights.note('a', '', 1);
  expect(weights.of('a')).toBe(6);
});

test('while a list is read, the heavier of the old and the new state counts', () => {
  weights.note('a', 'one', 10);
  weights.note('b', 'two', 10);
  changes.length = 0;
  weights.beginList();
  weights.note('a', 'one', 4);
  weights.note('a', 'three', 9);
  expect([changes, weights.of('a'), weights.of('b')]).toEqual([['a 3'], 13, 10]);
  weights.endList(true);
  expect([changes, weights.of('a'), weights.of('b')]).toEqual([['a 3', 'b -10'], 13, 0]);
});

test('a list that is not read to its end leaves what was before', () => {
  weights.note('a', 'one', 10);
  weights.beginList();
  weights.note('a', 'two', 50);
  weights.beginList();
  weights.note('a', 'two', 30);
  weights.endList(false);
  weights.endList(true);
  expect([changes, weights.of('a')]).toEqual([['a 10', 'a 40', 'a -40', 'a 20', 'a -20'], 10]);
});
