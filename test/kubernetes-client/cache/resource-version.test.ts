import { expect, test } from '@jest/globals';
import { isLowerVersion } from '../../../packages/kubernetes-client/cache/resource-version.js';

test.each<[string | undefined, string | undefined, boolean]>([
  ['1', '2', true],
  ['2', '1', false],
  ['2', '2', false],
  ['9', '10', true],
  ['10', '9', false],
  ['99999999999999999998', '99999999999999999999', true],
  ['0', '1', false],
  ['01', '2', false],
  ['1', '02', false],
  ['1a', '2', false],
  ['a1', '2', false],
  ['1', 'a2', false],
  ['1', '2b', false],
  [undefined, '1', false],
  ['1', undefined, false],
  ['', '1', false],
])('version %s comes before %s: %s', (version, other, want) => {
  expect(isLowerVersion(version, other)).toBe(want);
});
