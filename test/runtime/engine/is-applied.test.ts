import { expect, test } from '@jest/globals';
import { isApplied } from '../../../runtime/engine/reconcile/is-applied.js';

const cases: Record<string, { observed: unknown; desired: unknown; want: boolean }> = {
  'the same: yes': { observed: { a: 1 }, desired: { a: 1 }, want: true },
  'another value: no': { observed: { a: 1 }, desired: { a: 2 }, want: false },
  'a field of others: yes': { observed: { a: 1, b: 2 }, desired: { a: 1 }, want: true },
  'a label more in a selector: no': {
    observed: { selector: { a: '1', b: '2' } },
    desired: { selector: { a: '1' } },
    want: false,
  },
  'a label more in a node selector: no': {
    observed: { nodeSelector: { a: '1', b: '2' } },
    desired: { nodeSelector: { a: '1' } },
    want: false,
  },
  'a selector that is not desired any more: yes, as any field of others': {
    observed: { selector: { a: '1' } },
    desired: { selector: undefined },
    want: true,
  },
  'nothing is desired: yes': { observed: { a: 1 }, desired: undefined, want: true },
  'an empty object that the server leaves out: yes': { observed: {}, desired: { a: { b: '' } }, want: true },
  'an object with a value that is missing: no': { observed: {}, desired: { a: { b: 'x' } }, want: false },
  'zero that the server leaves out: yes': { observed: { a: null }, desired: { a: 0 }, want: true },
  'a list with a value that is missing: no': { observed: {}, desired: { a: ['x'] }, want: false },
  'null where a value is: no': { observed: { a: 1 }, desired: { a: null }, want: false },
  'an object where a text is: no': { observed: { a: 'x' }, desired: { a: { b: 1 } }, want: false },
  'another item in a plain list: no': { observed: ['a', 'c'], desired: ['a', 'b'], want: false },
  'fewer items in a plain list: no': { observed: ['a'], desired: ['a', 'b'], want: false },
  'objects without a name in a list, with a field of others: yes': {
    observed: [{ port: 1, protocol: 'TCP' }],
    desired: [{ port: 1 }],
    want: true,
  },
  'another value in a named item: no': {
    observed: [{ name: 'a', v: 1 }],
    desired: [{ name: 'a', v: 2 }],
    want: false,
  },
  'a list of which only some have names: as a plain list': {
    observed: [{ name: 'a' }, { port: 1 }, { name: 'x' }],
    desired: [{ name: 'a' }, { port: 1 }],
    want: false,
  },
  'the same selector, in another order: yes': {
    observed: { selector: { a: '1', b: '2' } },
    desired: { selector: { b: '2', a: '1' } },
    want: true,
  },
  'a missing field: no': { observed: {}, desired: { a: 1 }, want: false },
  'an empty text that the server leaves out: yes': { observed: {}, desired: { a: '' }, want: true },
  'an empty list that the server leaves out: yes': { observed: {}, desired: { a: [] }, want: true },
  'false that the server leaves out: yes': { observed: {}, desired: { a: false }, want: true },
  'an item of others in a named list: yes': {
    observed: [{ name: 'a' }, { name: 'x' }, { name: 'b', v: 1 }],
    desired: [{ name: 'a' }, { name: 'b', v: 1 }],
    want: true,
  },
  'a named list in another order: no': {
    observed: [{ name: 'b' }, { name: 'a' }],
    desired: [{ name: 'a' }, { name: 'b' }],
    want: false,
  },
  'a second item of a name, which hides the first: no': {
    observed: [
      { name: 'a', v: 1 },
      { name: 'a', v: 2 },
    ],
    desired: [{ name: 'a', v: 1 }],
    want: false,
  },
  'an item gone from a named list: no': {
    observed: [{ name: 'a' }],
    desired: [{ name: 'a' }, { name: 'b' }],
    want: false,
  },
  'an item more in a plain list: no': { observed: ['a', 'b'], desired: ['a'], want: false },
  'a list where there is none: no': { observed: { a: 1 }, desired: { a: ['x'] }, want: false },
};

test.each(Object.entries(cases))('%s', (_, { observed, desired, want }) =>
  expect(isApplied(observed, desired)).toBe(want),
);
