import { expect, test } from '@jest/globals';
import { typedMetadata } from '../../../plan/metadata/typed-metadata.js';

const cases: Record<string, { metadata: unknown; want: object }> = {
  'a name': { metadata: { name: 'a' }, want: { name: 'a' } },
  'no name: an empty one': { metadata: {}, want: { name: '' } },
  'no metadata': { metadata: undefined, want: { name: '' } },
  'metadata that are a list': { metadata: [], want: { name: '' } },
  'a base of a name: five characters more': {
    metadata: { generateName: 'a-' },
    want: { name: 'a-xxxxx', generateName: 'a-' },
  },
  'a base that is too long is cut': {
    metadata: { generateName: 'a'.repeat(60) },
    want: { name: `${'a'.repeat(58)}xxxxx`, generateName: 'a'.repeat(60) },
  },
  'an empty base leads to no name': { metadata: { generateName: '' }, want: { name: '', generateName: '' } },
  'a name before a base': { metadata: { name: 'a', generateName: 'b-' }, want: { name: 'a', generateName: 'b-' } },
  'a name of another type, and a base': {
    metadata: { name: 1, generateName: 'b-' },
    want: { name: 'b-xxxxx', generateName: 'b-' },
  },
  'what has another type is left out, at any depth': {
    metadata: { name: 'a', namespace: 1, labels: { b: 'c', d: 2, e: null }, annotations: 'f', finalizers: ['g', 1] },
    want: { name: 'a', labels: { b: 'c' }, finalizers: ['g'] },
  },
  'null is absent': { metadata: { name: 'a', namespace: null, labels: null }, want: { name: 'a' } },
  'fields that no object has': { metadata: { name: 'a', other: 'b' }, want: { name: 'a' } },
};
test.each(Object.entries(cases))('%s', (_, { metadata, want }) => expect(typedMetadata(metadata)).toEqual(want));
