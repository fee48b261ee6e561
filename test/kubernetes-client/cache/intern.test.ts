import { expect, test } from '@jest/globals';
import { share } from '../../../packages/kubernetes-client/cache/intern.js';

test('equal values are one value', () => {
  const first = share({ a: ['one'] });
  expect(share({ a: ['one'] })).toBe(first);
  expect(share({ a: ['two'] })).not.toBe(first);
});

test('a text by which equal values are known replaces the value', () => {
  const first = share({ uid: 'x', more: 1 }, 'owner x');
  expect(share({ uid: 'x', more: 2 }, 'owner x')).toBe(first);
});

test('a text is never taken for an object of that JSON, nor the object for the text', () => {
  const object = share({ json: 1 });
  expect(share('{"json":1}')).toBe('{"json":1}');
  expect(share({ json: 1 })).toEqual(object);
});

test('undefined stays undefined', () => {
  expect(share(undefined)).toBeUndefined();
});

test('more than five hundred different values are not kept', () => {
  const first = share({ kept: 'at first' });
  for (let index = 0; index < 500; index += 1) share({ index });
  expect(share({ kept: 'at first' })).not.toBe(first);
});
