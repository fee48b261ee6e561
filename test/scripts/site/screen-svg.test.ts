import { styleText } from 'node:util';
import { expect, test } from '@jest/globals';
import { screenSvg } from '../../../scripts/site/screen-svg.js';

const red = styleText('red', 'Failed', { validateStream: false });
const dim = styleText('dim', '2m ago', { validateStream: false });

const cases: Record<string, { line: string; want: string }> = {
  'text without colors': { line: 'NAME  PHASE', want: '>NAME  PHASE</text>' },
  'a color ends where the terminal ends it': {
    line: `x ${red} y`,
    want: '>x <tspan fill="#ff7b72">Failed</tspan> y</text>',
  },
  'dim text': { line: dim, want: '><tspan opacity="0.6">2m ago</tspan></text>' },
  'characters of XML are text': { line: 'a <b> & c', want: '>a &lt;b&gt; &amp; c</text>' },
};

test.each(Object.entries(cases))('%s', (_, { line, want }) => expect(screenSvg([line])).toContain(want));

test('colors take no room', () => {
  const widthOf = (line: string) => /width="(\d+)"/.exec(screenSvg([line]))?.[1];
  expect(widthOf(red)).toBe(widthOf('Failed'));
});
