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
