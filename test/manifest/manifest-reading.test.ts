import { describe, expect, test } from '@jest/globals';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { isOwn, kindErrors, schemaOf } from '../../plan/manifest/object/own-kind.js';
import { schemaErrors } from '../../plan/manifest/object/schema-errors.js';
import { headErrors } from '../../plan/manifest/yaml/head-errors.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';

describe('what every object has', () => {
  const head = { apiVersion: 'v1', kind: 'Pod', metadata: {} };
  const version = 'must be a version, such as kubetask.io/v1alpha1';
  const name = 'must be the name of a kind, such as BatchRun';
  const cases: Record<string, { value: unknown; want: string[] }> = {
    'all of it': { value: head, want: [] },
    'no map': {
      value: [head],
      want: ['<nil>: Invalid value: must be a Kubernetes object with apiVersion, kind and metadata'],
    },
    'nothing of it': {
      value: {},
      want: ['apiVersion: Required value', 'kind: Required value', 'metadata: Required value'],
    },
    'null and empty texts': {
      value: { apiVersion: null, kind: '', metadata: null },
      want: ['apiVersion: Required value', 'kind: Required value', 'metadata: Required value'],
    },
    'a kind that only begins or ends like one': {
      value: { ...head, kind: 'Pod!' },
      want: [`kind: Invalid value: "Pod!": ${name}`],
    },
    'a kind behind a digit': { value: { ...head, kind: '1Pod' }, want: [`kind: Invalid value: "1Pod": ${name}`] },
    'a version in upper case': {
      value: { ...head, apiVersion: 'V1' },
      want: [`apiVersion: Invalid value: "V1": ${version}`],
    },
    'a version of two slashes': {
      value: { ...head, apiVersion: 'a/b/v1' },
      want: [`apiVersion: Invalid value: "a/b/v1": ${version}`],
    },
    'a number for a kind': { value: { ...head, kind: 7 }, want: [`kind: Invalid value: 7: ${name}`] },
    'metadata that is a text': {
      value: { ...head, metadata: 'x' },
      want: ['metadata: Invalid value: "x": must be a mapping with at least a name'],
    },
    'a List without items': { value: { apiVersion: 'v1', kind: 'List' }, want: ['items: Required value'] },
    'a List whose items are null': {
      value: { apiVersion: 'v1', kind: 'List', items: null },
      want: ['items: Required value'],
    },
    'a List whose items are a text': {
      value: { apiVersion: 'v1', kind: 'List', items: 'x' },
      want: ['items: Invalid value: "x": must be a list'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) =>
    expect(headErrors(value).map(formatFieldError)).toEqual(want),
  );
});

describe('lists and places', () => {
  const parsed = (text: string) => parseManifest({ name: 'x.yaml', text });
  const kinds = (text: string) =>
    parsed(text).objects.map(({ object: { apiVersion, kind } }) => `${apiVersion} ${kind}`);
  const item = '{ metadata: { name: a } }';

  test('items of a List say what they are; those of a BatchList need not', () => {
    const typed = '{ apiVersion: v1, kind: Pod, metadata: { name: a } }';
    expect(kinds(`apiVersion: v1\nkind: List\nitems: [${typed}, ${typed}]\n`)).toEqual(['v1 Pod', 'v1 Pod']);
    expect(kinds(`apiVersion: kubetask.io/v1alpha1\nkind: BatchList\nitems: [${item}]\n`)).toEqual([
      'kubetask.io/v1alpha1 Batch',
    ]);
    expect(parsed(`apiVersion: v1\nkind: List\nitems: [${item}]\n`).problems.map(formatManifestProblem)).toEqual([
      'x.yaml:3:9: apiVersion: Required value',
      'x.yaml:3:9: kind: Required value',
    ]);
  });

  test('a kind with items that is no list is an object', () => {
    expect(kinds('apiVersion: v1\nkind: Menu\nmetadata: { name: a }\nitems: [b]\n')).toEqual(['v1 Menu']);
  });

  test('an empty document is left out, a null too', () => {
    expect(parsed('---\n---\nnull\n---\n# nothing\n')).toEqual({ objects: [], problems: [] });
  });

  const text = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
    data:
      a.b: one
      list: [x, y]
      empty:
`;
  const cases: Record<string, { path: string; part?: 'key' | 'value'; want: string }> = {
    'the object itself': { path: '', want: '4:5' },
    'a value': { path: 'metadata.name', want: '7:13' },
    'its key': { path: 'metadata.name', part: 'key', want: '7:7' },
    'a key with a dot': { path: 'data.a.b', want: '9:12' },
    'an item': { path: 'data.list[1]', want: '10:17' },
    'an item that is not there: the list': { path: 'data.list[7]', want: '10:7' },
    'an index where no list is: the field': { path: 'data.a.b[0]', want: '9:7' },
    'a field where a list is: the list': { path: 'data.list.x', want: '10:7' },
    'a field without a value: its key': { path: 'data.empty', want: '11:7' },
    'a field that is not there: the nearest that is': { path: 'data.none.deep', want: '8:5' },
    'a collection: its key': { path: 'data', want: '8:5' },
  };
  test.each(Object.entries(cases))('the place of %s', (_, { path, part, want }) => {
    const { line, column } = parsed(text).objects[0]?.locate(path, part) ?? {};
    expect(`${line}:${column}`).toBe(want);
  });

  test('what an anchor brings in is where the anchor is, from one source or several', () => {
    const merged = `apiVersion: v1
kind: X
metadata: { name: a }
base: &base
  one: 1
more: &more
  two: 2
single:
  <<: *base
both:
  <<: [*base, *more]
`;
    const at = (path: string) => {
      const { line, column } = parsed(merged).objects[0]?.locate(path) ?? {};
      return `${line}:${column}`;
    };
    expect([at('single.one'), at('both.two'), at('both.one'), at('both.none')]).toEqual(['5:8', '7:8', '5:8', '10:1']);
  });
});

describe('our own kinds', () => {
  const known = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'x' } });
  test('by group, version and kind', () => {
    expect(schemaOf(known('kubetask.io/v1alpha1', 'Batch'))).toBeDefined();
    expect(
      [known('kubetask.io/v1', 'Batch'), known('v1', 'Batch'), known('kubetask.io/v1alpha1', 'Pod')].map(schemaOf),
    ).toEqual([undefined, undefined, undefined]);
    expect([isOwn(known('kubetask.io/v1alpha1', 'Batch'), 'Batch'), isOwn(known('v1', 'Batch'), 'Batch')]).toEqual([
      true,
      false,
    ]);
  });
  test('a kind or a version that does not exist', () => {
    const linesOf = (apiVersion: string, kind: string) => kindErrors(known(apiVersion, kind)).map(formatFieldError);
    expect(linesOf('kubetask.io/v1', 'Batch')).toEqual([
      'apiVersion: Unsupported value: "kubetask.io/v1": supported values: "kubetask.io/v1alpha1"',
    ]);
    expect(linesOf('kubetask.io/v1alpha1', 'Batsch')[0]).toMatch(
      /^kind: Unsupported value: "Batsch": supported values: /,
    );
    expect([linesOf('example.com/v1', 'Batch'), linesOf('kubetask.io/v1alpha1', 'Batch')]).toEqual([[], []]);
  });
});

describe('a rule says nothing new about a field that is wrong in itself', () => {
  const rule = (expression: string) => [{ rule: expression, message: 'broken' }];
  const schema = (inner: JSONSchemaProps, expression: string): JSONSchemaProps => ({
    type: 'object',
    properties: {
      list: { type: 'array', items: { type: 'integer' }, 'x-kubernetes-validations': rule('self.size() > 12') },
      inner,
    },
    'x-kubernetes-validations': rule(expression),
  });
  const linesOf = (inner: JSONSchemaProps, expression: string, value: object) =>
    schemaErrors({ type: 'object', properties: { spec: schema(inner, expression) } }, { spec: value }).map(
      formatFieldError,
    );
  const mode: JSONSchemaProps = { type: 'string', enum: ['a', 'b'], minLength: 1 };
  const cases: Record<string, { expression: string; value: object; want: (string | RegExp)[] }> = {
    'a value that is not supported, right below': {
      expression: "self.inner == 'a'",
      value: { inner: 'c' },
      want: [/^spec\.inner: Unsupported value/],
    },
    'a supported value: broken': {
      expression: "self.inner == 'a'",
      value: { inner: 'b' },
      want: [/^spec: .*broken$/],
    },
    'an item of the wrong type': { expression: 'true', value: { list: ['x'] }, want: [/^spec\.list\[0\]: /] },
    'the eleventh item of the wrong type': {
      expression: 'true',
      value: { list: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'x'] },
      want: [/^spec\.list\[10\]: /],
    },
    'items of the right type: broken': { expression: 'true', value: { list: [1] }, want: [/^spec\.list: .*broken$/] },
    'a value that is too short is no wrong kind': {
      expression: "self.inner == 'a'",
      value: { inner: '' },
      want: [/^spec\.inner: .*at least 1 chars/, /^spec\.inner: Unsupported value/],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { expression, value, want }) => {
    const lines = linesOf(mode, expression, value);
    expect(lines.sort()).toEqual(want.map((one) => expect.stringMatching(one)).sort());
  });
});
