import { expect, test } from '@jest/globals';
import { wholeFiles } from '../../../executors/planned/whole-files.js';

const file = (name: string) => `diff --git a/${name} b/${name}\n@@ -0,0 +1 @@\n+diff --git a/x b/x\n`;

test.each([
  ['in the second file', file('a') + file('b').slice(0, 20), ['a', 'b', 'c'], file('a'), ['b', 'c']],
  ['in the first file', file('a').slice(0, 20), ['a'], '', ['a']],
  ['inside of a header', `${file('a')}diff --g`, ['a', 'b'], '', ['a', 'b']],
])('a diff that was cut %s', (_, diff, names, want, leftOut) => {
  expect(wholeFiles(diff, names)).toEqual({ diff: want, leftOut });
});
