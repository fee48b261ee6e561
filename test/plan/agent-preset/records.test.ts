import { describe, expect, test } from '@jest/globals';
import { at, defined, numberAt, recordIn, sumAt, textAt } from '../../../plan/agent-preset/records.js';

test.each([
  ['{"a":1}', { a: 1 }],
  ['{}', {}],
  ['{"a":1', undefined],
  ['[1]', undefined],
  ['null', undefined],
  ['"text"', undefined],
  [' {"a":1}', undefined],
  ['', undefined],
])('the record in the line %j: %j', (line, want) => expect(recordIn(line)).toEqual(want));

describe('the value at a path', () => {
  const record = { text: 'a', empty: '', number: 0, nothing: null, list: ['b'], inner: { text: 'c', number: -2 } };
  const cases: Record<string, { path: string[]; want: unknown; text?: string; number?: number }> = {
    'a text': { path: ['text'], want: 'a', text: 'a' },
    'an empty text: no text': { path: ['empty'], want: '' },
    'a number': { path: ['number'], want: 0, number: 0 },
    'null: neither': { path: ['nothing'], want: null },
    'below null: nothing': { path: ['nothing', 'a'], want: undefined },
    'below a text: nothing': { path: ['text', 'length'], want: undefined },
    'below what is not there: nothing': { path: ['x', 'y'], want: undefined },
    'an item of a list': { path: ['list', '0'], want: 'b', text: 'b' },
    'a text inside': { path: ['inner', 'text'], want: 'c', text: 'c' },
    'a number inside': { path: ['inner', 'number'], want: -2, number: -2 },
    'no path: the value itself': { path: [], want: record },
  };
  test.each(Object.entries(cases))('%s', (_, { path, want, text, number }) =>
    expect([at(record, ...path), textAt(record, ...path), numberAt(record, ...path)]).toEqual([want, text, number]),
  );
});

test.each([
  [{ a: 1, b: 2 }, 3],
  [{ a: 1, b: 'x' }, 1],
  [{ b: 0 }, 0],
  [{ a: 5, b: -1 }, -1],
  [{ a: '1' }, undefined],
  [undefined, undefined],
])('the sum of a and b in %j: %j', (value, want) => expect(sumAt(value, 'a', 'b')).toBe(want));

test('only fields that have a value are there', () =>
  expect(Object.entries(defined({ a: 0, b: undefined, c: '', d: null }))).toEqual([
    ['a', 0],
    ['c', ''],
    ['d', null],
  ]));
