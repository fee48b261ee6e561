import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Screen } from '../../../cli/local/screen.js';

const toFirstColumn = '\u001b[1G';
const upTwoLines = '\u001b[2A';
const clearDown = '\u001b[0J';

test('Ctrl-C was echoed below the block: the next drawing begins in the first column all the same', () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  const screen = new Screen(stream);
  screen.draw(['a', 'b']);
  stream.read();
  stream.write('^C');
  screen.draw(['c']);
  expect(stream.read()).toBe(`^C${upTwoLines}${toFirstColumn}${clearDown}c\n`);
});
