import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIndexes, parseIndexes } from '../../../api/status/index-list.js';

const cases: Record<string, { indexes: number[]; want: string }> = {
  'none: empty': { indexes: [], want: '' },
  'one: that index': { indexes: [4], want: '4' },
  'neighbours: a range': { indexes: [0, 1, 2], want: '0-2' },
  'gaps: several ranges': { indexes: [0, 1, 5, 7, 8], want: '0-1,5,7-8' },
};

test.each(Object.entries(cases))('%s', (_, { indexes, want }) => {
  expect(formatIndexes(indexes)).toBe(want);
});

test('a formatted list parses to the same indexes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(9999)), (indexes) => {
      const ascending = indexes.sort((a, b) => a - b);
      expect([...parseIndexes(formatIndexes(ascending))]).toEqual(ascending);
    }),
  );
});

test.each([undefined, '', 'x', '-', '3-', '1-2-3', '5-2', '99999999999'])('%p: no index, and no error', (text) => {
  expect([...parseIndexes(text)]).toEqual([]);
});
