import { expect, test } from '@jest/globals';
import { matchesFormat } from '../schema-format.js';

const id = '0123';
const uuid = `${id}${id}-${id}-${id}-${id}-${id}${id}${id}`;
const longLabel = (length: number) => 'a'.repeat(length);

const formats: Record<string, { fits: readonly string[]; not: readonly string[] }> = {
  'date-time': {
    fits: [
      '2026-01-02T03:04:05Z',
      '2026-01-02t03:04:05.123z',
      '2026-01-02 03:04:05+01:00',
      '2026-01-02T03:04:05-10:30',
    ],
    not: [
      '2026-01-02',
      '2026-01-02T03:04Z',
      '2026-01-02T03:04:05',
      'x2026-01-02T03:04:05Z',
      '2026-01-02T03:04:05Zx',
      '2026-13-02T03:04:05Z',
      '2026-01-02T03:04:05.Z',
      '2026-01-02T03:04:05+1:00',
      '2026-01-02T03:04:05 01:00',
      '26-01-02T03:04:05Z',
      '2026-1-02T03:04:05Z',
      '2026-01-2T03:04:05Z',
      '2026-01-02T3:04:05Z',
      '2026-01-02T03:4:05Z',
      '2026-01-02T03:04:5Z',
      'aaaa-01-02T03:04:05Z',
    ],
  },
  datetime: { fits: ['2026-01-02T03:04:05Z'], not: ['2026-01-02', '2026-13-02T03:04:05Z', ''] },
  date: { fits: ['2026-01-02'], not: ['2026-1-2', '2026-13-01', 'x2026-01-02', '2026-01-02x', '20260102', '26-01-02'] },
  duration: {
    fits: ['0', '1s', '-1.5h', '+.5m', '1h30m', '2.s', '10ms', '3us', '3µs', '3μs', '3ns', '1d', '2w', '12m34s'],
    not: ['1', 's', '1 s', 'x1s', '1sx', '1.2.3s', '.s', '--1s', '1y', ''],
  },
  uuid: {
    fits: [uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')],
    not: [`x${uuid}`, `${uuid}0`, uuid.slice(1), uuid.replace('0', 'g'), '', `${uuid}x`, uuid.replaceAll('-', '--')],
  },
  ipv4: {
    fits: ['1.2.3.4', '0.0.0.0', '255.255.255.255', '10.249.199.99'],
    not: ['1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.x', 'x1.2.3.4', '1.2.3.4x', '260.1.1.1', '300.1.1.1', '1..2.3'],
  },
  email: {
    fits: ['a@b', 'first.last@example.com'],
    not: ['a', '@b', 'a@', 'a b@c', 'a@b c', 'a@b@c', '<a@b>', 'a@b>'],
  },
  hostname: {
    fits: ['a', 'a.b', 'a-b.c-d', 'A1.B2', longLabel(255)],
    not: ['', '-a', 'a-', 'a_b', 'a..b', '.a', 'a.', 'a b', longLabel(256), '-a.b', 'a-.b', '$a', 'a$'],
  },
  uri: { fits: ['https://a/b', 'mailto:a@b'], not: ['a b', '', '//'] },
  quantity: {
    fits: [
      '1',
      '+1',
      '-1',
      '1.5',
      '1.',
      '.5',
      '1e3',
      '1E-3',
      '1e+30',
      '100m',
      '1k',
      '1Ki',
      '10Gi',
      '5E',
      '3n',
      '2u',
      '12.75Mi',
      '.25Gi',
    ],
    not: ['', 'x', '1x', '1ki', '1.2.3', 'x1', '1Kix', '1 Gi', '1e', '+-1', '.', '1nn', '1ei', '--1', '1e++1', '1ex'],
  },
  byte: {
    fits: ['', 'YQ==', 'YWI=', 'YWJj', 'ab+/'],
    not: ['Y', 'YQ=', 'YQ', 'Y===', 'Y Q=', '=YQ=', 'YWJj!!!!', '!!!!YWJj', 'YQ==YQ=='],
  },
};
const rows = Object.entries(formats).flatMap(([format, { fits, not }]) => [
  ...fits.map((text) => ({ format, text, want: true })),
  ...not.map((text) => ({ format, text, want: false })),
]);
test.each(rows)('$format of $text: $want', ({ format, text, want }) => {
  expect(matchesFormat(format, text)).toBe(want);
});

test('an unknown format: any value is valid', () => {
  expect(matchesFormat('ours', 'anything')).toBe(true);
});
