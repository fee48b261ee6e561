import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pods } from '../../../api/kinds/kubernetes.js';
import { eventParser, LineBuffer } from '../../../packages/kubernetes-client/cache/watch-stream.js';

function linesOf(chunks: readonly Buffer[]): string[] {
  const buffer = new LineBuffer();
  return chunks.flatMap((chunk) => buffer.push(chunk)).map(String);
}

/** The bytes cut at `cuts`. */
function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

test('lines cut anywhere, also in a character: come out whole, without empty ones and the unfinished last', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'ż', '😀', ' ', '"', '\r') });
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(200)), (wanted, cuts) => {
      const text = wanted.map((each) => `${each}\n`).join('');
      const found = linesOf(chunksOf(Buffer.from(`${text}half`), cuts));
      expect(found).toEqual(wanted.filter((each) => each !== ''));
    }),
  );
});

const metadata = {
  name: 'x',
  namespace: 'a',
  uid: 'u',
  resourceVersion: '7',
  annotations: { note: '"managedFields":[{' },
};
const managedFields = [{ manager: 'kubelet', fieldsV1: { 'f:status': { 'k:{"type":"Ready"}': {} } } }];
const line = (event: unknown) => Buffer.from(JSON.stringify(event));

describe('of an event', () => {
  const object = { kind: 'Pod', metadata: { ...metadata, managedFields }, spec: { nodeName: 'n', volumes: [1] } };

  test('without fields: everything but managedFields is parsed', () => {
    const { managedFields: _, ...kept } = object.metadata;
    const parsed = eventParser({ resource: pods })(line({ type: 'ADDED', object }));
    expect(parsed).toEqual({ type: 'ADDED', object: { ...object, metadata: kept } });
  });

  test('with fields: only these, and the metadata', () => {
    const parsed = eventParser({ resource: pods }, { spec: { nodeName: true } })(line({ type: 'DELETED', object }));
    expect(parsed).toEqual({ type: 'DELETED', object: { metadata, spec: { nodeName: 'n' } } });
  });
});

test('a bookmark: its version, whatever the fields', () => {
  const object = { kind: 'Pod', metadata: { resourceVersion: '9', creationTimestamp: null } };
  const parsed = eventParser({ resource: pods }, {})(line({ type: 'BOOKMARK', object }));
  expect(parsed.object.metadata.resourceVersion).toBe('9');
});

test('an error: thrown with what the server said, whatever the fields', () => {
  const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old', metadata: {} };
  expect(() => eventParser({ resource: pods }, {})(line({ type: 'ERROR', object }))).toThrow(
    expect.objectContaining({ code: 410, reason: 'Expired', message: expect.stringContaining('too old') }),
  );
});
