import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { LiveBlock } from '../../../cli/output/live-block.js';
import { outputTo } from '../../../cli/output/output.js';
import { makeTerminal } from '../sample.js';

const upTwoLines = '\u001b[2A';
const clearDown = '\r\u001b[0J';

const makeBlock = (stream: PassThrough) => new LiveBlock(outputTo(stream, makeTerminal()));

test('Ctrl-C is echoed below the block: the next frame still starts in the first column', () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  const block = makeBlock(stream);
  block.draw(['a', 'b']);
  stream.read();
  stream.write('^C');
  block.draw(['c']);
  expect(stream.read()).toBe(`^C${upTwoLines}${clearDown}c\n`);
});

test('nothing drawn yet: no line above changes', () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  makeBlock(stream).clear();
  expect(stream.read()).toBe(clearDown);
});
