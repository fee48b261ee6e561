import { expect, test } from '@jest/globals';
import { recording, type TimedLine } from '../../../scripts/site/recording.js';

const ends = (svg: string) => [...svg.matchAll(/end="([\d.]+)s"/g)].map(([, seconds]) => Number(seconds));
const texts = (svg: string) => [...svg.matchAll(/xml:space="preserve"[^>]*>([^<]*)/g)].map(([, text]) => text);

test('lines appear as they came, without long pauses', () => {
  const lines: TimedLine[] = [
    { text: 'build', seconds: 0.31 },
    { text: 'fleet', seconds: 9.31 },
    { text: 'done', seconds: 9.51 },
  ];
  const svg = recording('npm start', lines);
  expect([texts(svg), ends(svg)]).toEqual([
    ['$ npm start', 'build', 'fleet', 'done'],
    [0.3, 1.3, 1.5],
  ]);
});

test.each([
  ['a folder of this machine', 'in /tmp/x-1/fleet', 'in ~/demo/fleet'],
  ['a long line', 'x'.repeat(140), `${'x'.repeat(119)}…`],
  ['markup', '<a> & b', '&lt;a&gt; &amp; b'],
])('%s', (_, text, want) => {
  expect(texts(recording('c', [{ text, seconds: 0 }], { '/tmp/x-1': '~/demo' }))[1]).toBe(want);
});
