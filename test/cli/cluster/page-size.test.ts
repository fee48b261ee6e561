import { describe, expect, test } from '@jest/globals';
import { nextPageSize } from '../../../cli/cluster/page-size.js';

describe('nextPageSize', () => {
  const sized = (bytes: number) => 'x'.repeat(bytes - 2);
  const cases: Record<string, { page: string[]; want: number }> = {
    'an empty page: the maximum': { page: [], want: 500 },
    'small objects: the maximum': { page: [sized(1024)], want: 500 },
    'larger objects: one mebibyte': { page: [sized(1024), sized(16384), sized(1024)], want: 64 },
    'huge objects: the minimum': { page: [sized(1 << 20)], want: 10 },
  };
  test.each(Object.entries(cases))('%s', (_, { page, want }) => expect(nextPageSize(page)).toBe(want));
});
