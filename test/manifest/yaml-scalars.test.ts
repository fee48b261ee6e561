import { describe, expect, test } from '@jest/globals';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { parseDocuments } from '../../plan/manifest/yaml/parse-manifest.js';
import { yamlAsKubectl } from '../../plan/manifest/yaml/yaml-as-kubectl.js';
import { yamlAsWritten } from '../../plan/manifest/yaml/yaml-as-written.js';
import type { YamlText } from '../../plan/manifest/yaml/yaml-text.js';
import { metadataErrors } from '../../plan/metadata/metadata-errors.js';
import { typedMetadata } from '../../plan/metadata/typed-metadata.js';

const read = (text: string, as: (text: string) => YamlText) => {
  const { values, problems } = parseDocuments({ name: 'x.yaml', text }, as);
  return problems.length > 0 ? problems.map(formatManifestProblem) : values.map(({ value }) => value);
};
const scalar = (text: string, as: (text: string) => YamlText) => read(`a: ${text}\n`, as)[0];

/** The same for both readers, unless a second value is given. */
const scalars: Record<string, [kubectl: unknown, written: unknown]> = {
  true: [true, true],
  false: [false, false],
  untrue: ['untrue', 'untrue'],
  truely: ['truely', 'truely'],
  yes: [true, 'yes'],
  off: [false, 'off'],
  True: [true, 'True'],
  null: [null, null],
  '~': [null, null],
  '0': [0, 0],
  '-0': [-0, '-0'],
  '7': [7, 7],
  '-12': [-12, -12],
  '123456789012345': [123456789012345, 123456789012345],
  '1234567890123456': [1234567890123456, '1234567890123456'],
  '1x': ['1x', '1x'],
  '0644': [420, '0644'],
  '0o644': [420, '0o644'],
  x0o644: ['x0o644', 'x0o644'],
  '0o644x': ['0o644x', '0o644x'],
  '0x1f': [31, '0x1f'],
  '1_000': [1000, '1_000'],
  '1.5': [1.5, 1.5],
  '-0.25': [-0.25, -0.25],
  '0.000001': [0.000001, 0.000001],
  '1234567.123456': [1234567.123456, 1234567.123456],
  '12345678.5': [12345678.5, '12345678.5'],
  '1.1234567': [1.1234567, '1.1234567'],
  '1.10': [1.1, '1.10'],
  '01.5': [1.5, '01.5'],
  'v1.5': ['v1.5', 'v1.5'],
  '1.5x': ['1.5x', '1.5x'],
  '1e3': [1000, '1e3'],
  '.inf': [Number.POSITIVE_INFINITY, '.inf'],
  '12:30': ['12:30', '12:30'],
  '2026-01-31': ['2026-01-31', '2026-01-31'],
  '"7"': ['7', '7'],
  "'true'": ['true', 'true'],
};
describe.each(Object.entries(scalars))('%s', (text, [kubectl, written]) => {
  test('as kubectl reads it', () => expect(scalar(text, yamlAsKubectl)).toEqual({ a: kubectl }));
  test('as it is written', () => expect(scalar(text, yamlAsWritten)).toEqual({ a: written }));
});

describe('keys, lists, maps and anchors', () => {
  const cases: Record<string, { text: string; kubectl: unknown[]; written?: unknown[] }> = {
    'a list of maps': { text: 'a: [{ b: x }]\n', kubectl: [{ a: [{ b: 'x' }] }] },
    'a merge': { text: 'a: &a { x: u }\nb:\n  <<: *a\n  z: w\n', kubectl: [{ a: { x: 'u' }, b: { x: 'u', z: 'w' } }] },
    'two merges': {
      text: 'a: &a { x: u }\nb: &b { z: w }\nc:\n  <<: *a\n  <<: *b\n',
      kubectl: [{ a: { x: 'u' }, b: { z: 'w' }, c: { x: 'u', z: 'w' } }],
    },
    'a key that is a word for true': { text: 'yes: x\n', kubectl: [{ true: 'x' }], written: [{ yes: 'x' }] },
    'a key twice': {
      text: 'a: x\nb: y\na: z\n',
      kubectl: ['x.yaml:3:1: cannot read YAML: Map keys must be unique: "a" is there twice'],
    },
    'an anchor that is not there': {
      text: 'a: x\nb: *none\n',
      kubectl: ['x.yaml:2:4: cannot read YAML: Unresolved alias (the anchor must be set before the alias): none'],
    },
    'several documents, and an empty one': { text: 'a: x\n---\n---\nb: u\n', kubectl: [{ a: 'x' }, { b: 'u' }] },
    'a control character': {
      text: 'a: "\u001b"\n',
      kubectl: [
        'x.yaml:1:5: cannot read YAML: control character U+001B; remove it, or write it as an escape in double quotes',
      ],
    },
    nothing: { text: '', kubectl: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { text, kubectl, written = kubectl }) => {
    expect(read(text, yamlAsKubectl)).toEqual(kubectl);
    expect(read(text, yamlAsWritten)).toEqual(written);
  });

  test('an alias bomb is a problem at its place, not a memory full of copies', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`);
    const [problem] = read(`a0: &a0 [x, y]\n${lines.join('\n')}\n`, yamlAsKubectl);
    expect(problem).toMatch(/^x\.yaml:1:1: cannot read YAML: /);
  });
});

describe('metadata', () => {
  const linesOf = (metadata: object) =>
    metadataErrors({ apiVersion: 'v1', kind: 'X', metadata } as never, typedMetadata(metadata)).map(formatFieldError);
  const owner = { apiVersion: 'v1', kind: 'X', name: 'a', uid: 'u' };
  const subdomain = "must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit";
  const cases: Record<string, { metadata: object; want: string[] }> = {
    'a name': { metadata: { name: 'a' }, want: [] },
    'neither name nor generateName': { metadata: {}, want: ['metadata.name: Required value'] },
    'null for both': { metadata: { name: null, generateName: null }, want: ['metadata.name: Required value'] },
    'an empty name': { metadata: { name: '' }, want: [`metadata.name: Invalid value: "": ${subdomain}`] },
    'an empty name beside generateName': { metadata: { name: '', generateName: 'a-' }, want: [] },
    'generateName alone': { metadata: { generateName: 'a-' }, want: [] },
    'both wrong': {
      metadata: { name: 'A', generateName: 'B-' },
      want: [
        `metadata.generateName: Invalid value: "B-": ${subdomain}`,
        `metadata.name: Invalid value: "A": ${subdomain}`,
      ],
    },
    'a name of another type': {
      metadata: { name: 7 },
      want: ['metadata.name: Invalid value: 7: must be a string; write it in quotes'],
    },
    'owners, one of them the controller': {
      metadata: { name: 'a', ownerReferences: [owner, { ...owner, controller: true }] },
      want: [],
    },
    'two controllers: the first is named': {
      metadata: {
        name: 'a',
        ownerReferences: [owner, { ...owner, controller: true }, { ...owner, controller: true }],
      },
      want: [
        'metadata.ownerReferences[2].controller: Invalid value: true: only one owner controls an object; metadata.ownerReferences[1] does',
      ],
    },
    'an owner without anything': {
      metadata: { name: 'a', ownerReferences: [{}] },
      want: ['apiVersion', 'kind', 'name', 'uid'].map(
        (field) => `metadata.ownerReferences[0].${field}: Required value`,
      ),
    },
    'fields that a server manages may hold anything': {
      metadata: { name: 'a', managedFields: [{ fieldsV1: { 'f:spec': { 'k:{"a":1}': {} } } }] },
      want: [],
    },
    'a field that does not exist': {
      metadata: { name: 'a', color: 'red' },
      want: [expect.stringMatching(/^metadata\.color: Forbidden: unknown field; /) as unknown as string],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { metadata, want }) => expect(linesOf(metadata)).toEqual(want));
});
