import { describe, expect, test } from '@jest/globals';
import { childName } from '../../tekton/child-name.js';

const long = `longname-${'x'.repeat(50)}`;

/** As Tekton 1.15 named them. */
const cases: Record<string, { parent: string; suffix: string; want: string }> = {
  'short: both': { parent: 'build', suffix: '-pull', want: 'build-pull' },
  'too long: cut, with the hash of the whole': {
    parent: long,
    suffix: '-a-task-of-a-long-name',
    want: 'longname-1f06fe28daebbfdeb35c29680bf01fd1-a-task-of-a-long-name',
  },
  'of such a name: the same again': {
    parent: 'longname-1f06fe28daebbfdeb35c29680bf01fd1-a-task-of-a-long-name',
    suffix: '-pod',
    want: 'longname-1f06fe28daebbfdeb34900a66fc535460f78f678814f6ae942-pod',
  },
};

describe('childName', () => {
  test.each(Object.entries(cases))('%s', (_, { parent, suffix, want }) => {
    expect(childName(parent, suffix)).toBe(want);
  });

  test('a suffix that leaves no room: still at most 63 characters', () => {
    expect(childName(long, `-${'y'.repeat(40)}`)).toHaveLength(63);
  });
});
