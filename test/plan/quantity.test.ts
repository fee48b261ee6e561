import { expect, test } from '@jest/globals';
import { canonicalQuantity, compareQuantities } from '../../plan/agent/quantity.js';

/** In the canonical form in which an API server stores them. */
const canonical: Record<string, string> = {
  '0': '0',
  '0Gi': '0',
  '1': '1',
  '1000m': '1',
  '1500m': '1500m',
  '0.5': '500m',
  '.5': '500m',
  '+2': '2',
  '1.': '1',
  '0.0005': '0.0005',
  '1000': '1k',
  '1000k': '1M',
  '1024': '1024',
  '1024Ki': '1Mi',
  '1Ki': '1Ki',
  '1023': '1023',
  '0.5Gi': '512Mi',
  '0.5Ki': '512',
  '1536Mi': '1536Mi',
  '2048Mi': '2Gi',
  '1024Gi': '1Ti',
  '1024Ti': '1Pi',
  '1024Pi': '1Ei',
  '1000G': '1T',
  '1000T': '1P',
  '1000P': '1E',
  '1e3': '1e3',
  x: 'x',
  '': '',
  m: 'm',
  '1 Gi': '1 Gi',
  '-1': '-1',
};
test.each(Object.entries(canonical))('%s is stored as %s', (text, want) => {
  expect(canonicalQuantity(text)).toBe(want);
});

test('a number is a quantity', () => {
  expect([canonicalQuantity(2), canonicalQuantity(0.25)]).toEqual(['2', '250m']);
});

const compared: [a: string, b: string, want: number | undefined][] = [
  ['1', '1000m', 0],
  ['1Gi', '1024Mi', 0],
  ['1Gi', '1G', 1],
  ['1G', '1Gi', -1],
  ['500m', '1', -1],
  ['2', '1', 1],
  ['x', '1', undefined],
  ['1', 'x', undefined],
];
test.each(compared)('%s against %s: %s', (a, b, want) => {
  expect(compareQuantities(a, b)).toBe(want);
});
