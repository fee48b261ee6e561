import { expect, test } from '@jest/globals';
import { decodeProtobuf } from '../../api-server/protobuf/decode-protobuf.js';

/** A length-delimited field of fewer than 128 bytes. */
const field = (number: number, value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
const varint = (number: number, value: number): Buffer => Buffer.from([number << 3, value]);
const message = (...fields: Buffer[]): Buffer => Buffer.concat(fields);
const envelope = (apiVersion: string, kind: string, ...fields: Buffer[]): Buffer =>
  message(Buffer.from('k8s\0'), field(1, message(field(1, apiVersion), field(2, kind))), field(2, message(...fields)));
const named = (name: string): Buffer => field(1, field(1, name));

const cases: Record<string, { body: Buffer; want: object }> = {
  'a secret: its bytes in base64': {
    body: envelope('v1', 'Secret', named('s'), field(2, message(field(1, 'k'), field(2, 'v'))), field(3, 'Opaque')),
    want: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { k: 'dg==' }, type: 'Opaque' },
  },
  'empty texts and plain zeros: absent': {
    body: envelope('v1', 'Secret', field(1, message(field(1, 's'), field(2, ''), varint(7, 0)))),
    want: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } },
  },
  'a zero that was meant: kept': {
    body: envelope('batch/v1', 'Job', named('j'), field(2, varint(1, 0))),
    want: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { parallelism: 0 } },
  },
  'an embedded struct: its fields in place': {
    body: envelope(
      'v1',
      'Pod',
      named('p'),
      field(2, field(1, message(field(1, 'v'), field(2, field(2, field(1, 'Memory')))))),
    ),
    want: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }] },
    },
  },
};

test.each(Object.entries(cases))('%s', (_, { body, want }) => {
  expect(decodeProtobuf(body)).toEqual(want);
});

test('bytes without the magic prefix: refused', () => {
  expect(() => decodeProtobuf(Buffer.from('nonsense'))).toThrow('unknown format');
});

/** As `field`, of any length. */
function longField(number: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let left = bytes.length; left > 0; left >>>= 7) length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

test('100,000 items of a list and of a map: read in linear time, whatever their names', () => {
  const items = Array.from({ length: 100_000 }, (_, i) => field(2, message(field(1, `k${i}`), field(2, 'v'))));
  const metadata = Buffer.concat([field(1, 'c'), ...Array.from({ length: 100_000 }, () => field(14, 'a/b'))]);
  const own = field(2, message(field(1, '__proto__'), field(2, 'v')));
  const whole = Buffer.concat([longField(1, metadata), ...items, own]);
  const type = field(1, message(field(1, 'v1'), field(2, 'ConfigMap')));
  const read = decodeProtobuf(Buffer.concat([Buffer.from('k8s\0'), type, longField(2, whole)]));
  const { data, metadata: readMetadata } = read as { data: object; metadata: { finalizers: string[] } };
  expect([Object.keys(data).length, readMetadata.finalizers.length]).toEqual([100_001, 100_000]);
  expect(Object.hasOwn(data, '__proto__')).toBe(true);
});
