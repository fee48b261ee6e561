import { describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { problemLines } from './located-lines.js';

const withMetadata = (metadata: string, kind = 'Task') =>
  `apiVersion: kubetask.io/v1alpha1\nkind: ${kind}\nmetadata: ${metadata}\nspec: { steps: [{ image: a }] }`;

describe('types', () => {
  const cases: Record<string, { metadata: string; want: string[] }> = {
    'a name that is a number': {
      metadata: '{ name: 7 }',
      want: ['m:3:19: metadata.name: Invalid value: 7: must be a string; write it in quotes'],
    },
    'a name of digits in quotes: fine': { metadata: '{ name: "7" }', want: [] },
    'a name that is a list': {
      metadata: '{ name: [a] }',
      want: ['m:3:13: metadata.name: Invalid value: ["a"]: must be a string'],
    },
    'no name': { metadata: '{ labels: {} }', want: ['m:3:1: metadata.name: Required value'] },
    'a name that is null': { metadata: '{ name: }', want: ['m:3:13: metadata.name: Required value'] },
    'an empty name': {
      metadata: '{ name: "" }',
      want: [
        `m:3:19: metadata.name: Invalid value: "": must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
      ],
    },
    'metadata that is empty': { metadata: '', want: ['m:3:1: metadata: Required value'] },
    'metadata that is a list': {
      metadata: '[name: a]',
      want: ['m:3:1: metadata: Invalid value: [{"name":"a"}]: must be a mapping with at least a name'],
    },
    'metadata that is a number': {
      metadata: '7',
      want: ['m:3:11: metadata: Invalid value: 7: must be a mapping with at least a name'],
    },
    'an annotation that YAML reads as a boolean': {
      metadata: '{ name: a, annotations: { b: yes } }',
      want: ['m:3:40: metadata.annotations.b: Invalid value: true: must be a string; write it in quotes'],
    },
    'a label that YAML reads as a number, under a key that it reads as a boolean': {
      metadata: '{ name: a, labels: { on: 1.5 } }',
      want: ['m:3:36: metadata.labels.true: Invalid value: 1.5: must be a string; write it in quotes'],
    },
    'a date and a YAML 1.1 octal number: text and number': {
      metadata: '{ name: a, labels: { a: 2026-01-31, b: 0644 } }',
      want: ['m:3:50: metadata.labels.b: Invalid value: 420: must be a string; write it in quotes'],
    },
    'a label without a value: the empty string, as for kubectl': { metadata: '{ name: a, labels: { b: } }', want: [] },
    'labels that are a list': {
      metadata: '{ name: a, labels: [b] }',
      want: ['m:3:22: metadata.labels: Invalid value: ["b"]: must be a mapping'],
    },
    'labels that are null: none': { metadata: '{ name: a, labels: null }', want: [] },
    'a field that does not exist': {
      metadata: '{ name: a, lables: { b: c } }',
      want: ['m:3:22: metadata.lables: Forbidden: unknown field; did you mean labels?'],
    },
    'a finalizer that is a number': {
      metadata: '{ name: a, finalizers: [1] }',
      want: ['m:3:35: metadata.finalizers[0]: Invalid value: 1: must be a string; write it in quotes'],
    },
    'finalizers that are a string': {
      metadata: '{ name: a, finalizers: x }',
      want: ['m:3:34: metadata.finalizers: Invalid value: "x": must be a list'],
    },
    'an owner without a uid, and one whose controller is a string': {
      metadata: '{ name: a, ownerReferences: [{ apiVersion: v1, kind: A, name: a, controller: "true" }] }',
      want: [
        'm:3:40: metadata.ownerReferences[0].uid: Required value',
        'm:3:88: metadata.ownerReferences[0].controller: Invalid value: "true": must be true or false, without quotes',
      ],
    },
    'two controlling owners': {
      metadata: `{ name: a, ownerReferences: [${['a', 'b'].map((name) => `{ apiVersion: v1, kind: A, name: ${name}, uid: u, controller: true }`).join(', ')}] }`,
      want: [
        'm:3:160: metadata.ownerReferences[1].controller: Invalid value: true: only one owner controls an object; metadata.ownerReferences[0] does',
      ],
    },
    'a creationTimestamp of null, as kubectl writes it: fine': {
      metadata: '{ name: a, creationTimestamp: null }',
      want: [],
    },
    'a creationTimestamp that is not a time': {
      metadata: '{ name: a, creationTimestamp: today }',
      want: ['m:3:41: metadata.creationTimestamp: Invalid value: "today": must be a time such as 2026-01-31T12:00:00Z'],
    },
    'a grace period that is a string': {
      metadata: '{ name: a, deletionGracePeriodSeconds: "30" }',
      want: ['m:3:50: metadata.deletionGracePeriodSeconds: Invalid value: "30": must be a whole number'],
    },
    'managedFields that are a mapping': {
      metadata: '{ name: a, managedFields: {} }',
      want: ['m:3:22: metadata.managedFields: Invalid value: {}: must be a list'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { metadata, want }) =>
    expect(problemLines(withMetadata(metadata), 'm')).toEqual(want),
  );
});

describe('syntax', () => {
  const long = 'a'.repeat(254);
  const cases: Record<string, { metadata: string; want: unknown[] }> = {
    'a name of 253 characters: fine': { metadata: `{ name: ${'a'.repeat(253)} }`, want: [] },
    'a name of 254 characters': {
      metadata: `{ name: ${long} }`,
      want: [`m:3:19: metadata.name: Invalid value: "${long}": must be no more than 253 characters`],
    },
    'a namespace with a dot': {
      metadata: '{ name: a, namespace: a.b }',
      want: [expect.stringMatching(/^m:3:33: metadata.namespace: Invalid value: "a.b": a lowercase RFC 1123 label/)],
    },
    'a label key with a blank': {
      metadata: '{ name: a, labels: { "b c": d } }',
      want: [expect.stringMatching(/^m:3:39: metadata.labels.b c: Invalid value: "b c": name part must consist/)],
    },
    'a label value of 64 characters': {
      metadata: `{ name: a, labels: { b: ${'c'.repeat(64)} } }`,
      want: [expect.stringMatching(/^m:3:35: metadata.labels.b: Invalid value: "c+": must be no more than 63 bytes/)],
    },
    'an annotation key with two slashes': {
      metadata: '{ name: a, annotations: { a/b/c: d } }',
      want: [
        expect.stringMatching(/^m:3:44: metadata.annotations.a\/b\/c: Invalid value: "a\/b\/c": a qualified name/),
      ],
    },
    'annotations above 256 KiB': {
      metadata: `{ name: a, annotations: { b: ${'c'.repeat(256 * 1024)} } }`,
      want: [
        'm:3:22: metadata.annotations: Invalid value: "262145 bytes": must be at most 262144 bytes, all keys and values together',
      ],
    },
    'annotations of exactly 256 KiB: fine': {
      metadata: `{ name: a, annotations: { b: ${'c'.repeat(256 * 1024 - 1)} } }`,
      want: [],
    },
    'a finalizer with a blank': {
      metadata: '{ name: a, finalizers: ["a b"] }',
      want: [expect.stringMatching(/^m:3:35: metadata.finalizers\[0\]: Invalid value: "a b"/)],
    },
    'a generateName that ends in a dash: fine': { metadata: '{ generateName: nightly- }', want: [] },
    'a generateName in upper case': {
      metadata: '{ generateName: Nightly- }',
      want: [expect.stringMatching(/^m:3:27: metadata.generateName: Invalid value: "Nightly-": must consist/)],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { metadata, want }) =>
    expect(problemLines(withMetadata(metadata), 'm')).toEqual(want),
  );
});

describe('names per kind', () => {
  const named = (apiVersion: string, kind: string, name: string) =>
    problemLines(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: "${name}" }`, 'm').length;

  test.each([
    ['v1', 'Service', '1a', 1],
    ['v1', 'Service', 'a1', 0],
    ['v1', 'Namespace', 'a.b', 1],
    ['v1', 'ConfigMap', 'a.b', 0],
    ['v1', 'ConfigMap', 'a:b', 1],
    ['rbac.authorization.k8s.io/v1', 'Role', 'system:a', 0],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a/b', 1],
    ['example.com/v1', 'Thing', 'A', 1],
  ])('%s %s "%s": %i problems', (apiVersion, kind, name, want) => expect(named(apiVersion, kind, name)).toBe(want));
});

/** Metadata of every wrong type that YAML allows. */
const wrong = [
  'null',
  '7',
  '[]',
  '{}',
  '"a"',
  'true',
  '{ name: null }',
  '{ name: 7 }',
  '{ name: [] }',
  '{ generateName: 7 }',
];
const every = Object.values(crds).flatMap(({ spec: { group, names, versions } }) =>
  wrong.map(
    (metadata) => [names.kind, metadata, `apiVersion: ${group}/${versions[0]?.name}\nkind: ${names.kind}`] as const,
  ),
);

test('the table has every kind', () => expect(new Set(every.map(([kind]) => kind)).size).toBe(7));

test.each(every)('%s with metadata %s: a problem at its line, no crash', (_, metadata, head) => {
  expect(problemLines(`${head}\nmetadata: ${metadata}\nspec: {}`, 'm')).toContainEqual(
    expect.stringMatching(/^m:3:\d+: metadata/),
  );
});
