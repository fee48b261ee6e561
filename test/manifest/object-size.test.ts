import { expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { MAX_CONFIG_MAP_BYTES, MAX_OBJECT_BYTES, sizeErrors } from '../../plan/manifest/object/object-size.js';

const letters = (count: number) => 'x'.repeat(count);
const base64 = (count: number) => Buffer.alloc(count).toString('base64');
const object = (more: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  ...more,
});
const limit = MAX_CONFIG_MAP_BYTES;

/** Padded so that its JSON has exactly this number of bytes. */
function ofBytes(bytes: number): KubernetesObject {
  const empty = object({ kind: 'Batch', spec: '' });
  return { ...empty, spec: letters(bytes - Buffer.byteLength(JSON.stringify(empty))) } as KubernetesObject;
}

const cases: Record<string, { object: KubernetesObject; want: readonly string[] }> = {
  'a ConfigMap of exactly a mebibyte: fits': { object: object({ data: { a: letters(limit - 1), b: 'x' } }), want: [] },
  'one byte more: refused, all keys counted': {
    object: object({ data: { a: letters(limit), b: 'x' } }),
    want: ['data: Invalid value: "1048577 bytes": must be at most 1048576 bytes, all keys together'],
  },
  'bytes are counted, not characters': {
    object: object({ data: { a: 'ü'.repeat(limit / 2 + 1) } }),
    want: ['data: Invalid value: "1048578 bytes": must be at most 1048576 bytes, all keys together'],
  },
  'binary data: the decoded bytes are counted': { object: object({ binaryData: { a: base64(limit) } }), want: [] },
  'binary data and text: the sum': {
    object: object({ data: { a: 'x' }, binaryData: { a: base64(limit) } }),
    want: ['data: Invalid value: "1048577 bytes": must be at most 1048576 bytes, all keys together'],
  },
  'a ConfigMap without data: fits': { object: object({ data: null, binaryData: null }), want: [] },
  'a Secret of that size: the limit of every object': {
    object: object({ kind: 'Secret', data: { a: letters(limit + 1) } }),
    want: [],
  },
  'a ConfigMap of another group: the limit of every object': {
    object: object({ apiVersion: 'x/v1', data: { a: letters(limit + 1) } }),
    want: [],
  },
  'the largest object: fits': { object: ofBytes(MAX_OBJECT_BYTES), want: [] },
  'one byte more than the largest: refused': {
    object: ofBytes(MAX_OBJECT_BYTES + 1),
    want: [
      'spec: Invalid value: "1572865 bytes": must be at most 1572864 bytes as JSON, the most a cluster stores; split it, or move texts to ConfigMaps or a repository',
    ],
  },
};
test.each(Object.entries(cases))('%s', (_, { object: given, want }) => {
  expect(sizeErrors(given).map(formatFieldError)).toEqual(want);
});
