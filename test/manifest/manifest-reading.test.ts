import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { isOwn, kindErrors, schemaOf } from '../../plan/manifest/object/own-kind.js';
import { schemaErrors } from '../../plan/manifest/object/schema-errors.js';
import { objectProblems } from '../../plan/manifest/together/object-problems.js';
import { validPart } from '../../plan/manifest/together/valid-part.js';
import { headErrors } from '../../plan/manifest/yaml/head-errors.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';
import { formatProblem } from '../../plan/problem.js';
import { makeFile, makeRepository } from '../plan/sample.js';

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

describe('a Batch without its wrong parts', () => {
  const good = makeRepository();
  const spec = {
    commonContext: Array.from({ length: 12 }, () => good),
    variableContexts: Array.from({ length: 12 }, () => [good, good]),
    tasks: Array.from({ length: 12 }, () => ({ contexts: [good, good] })),
  };
  const error = (path: string) => ({ path, type: 'Invalid' as const, value: 'x', detail: 'wrong' });
  const left = (...paths: string[]) => {
    const valid = validPart(spec, paths.map(error));
    const at = (contexts: readonly { type: string }[]) => contexts.flatMap(({ type }, i) => (type === 'File' ? i : []));
    return (
      valid && {
        common: at(valid.commonContext ?? []),
        variable: (valid.variableContexts ?? []).flatMap((one, i) => at(one).map((j) => `${i}.${j}`)),
        tasks: (valid.tasks ?? []).flatMap(({ contexts = [] }, i) => at(contexts).map((j) => `${i}.${j}`)),
      }
    );
  };
  const none = { common: [], variable: [], tasks: [] };
  const cases: Record<string, { paths: string[]; want: object | undefined }> = {
    'a common context': { paths: ['spec.commonContext[11].file.filePath'], want: { ...none, common: [11] } },
    'a context of a task': {
      paths: ['spec.variableContexts[10][1].repository'],
      want: { ...none, variable: ['10.1'] },
    },
    'a context of a named task': { paths: ['spec.tasks[11].contexts[0].type'], want: { ...none, tasks: ['11.0'] } },
    'another field of the spec: nothing of the lists': { paths: ['spec.backoffLimit'], want: none },
    'metadata: nothing of the lists': { paths: ['metadata.name', 'metadata.labels.commonContext'], want: none },
    'a whole list: nothing can be said': { paths: ['spec.commonContext'], want: undefined },
    'a task that is no list: nothing can be said': { paths: ['spec.variableContexts[3]'], want: undefined },
    'the spec itself: nothing can be said': { paths: ['spec'], want: undefined },
    'the kind: nothing can be said': { paths: ['kind'], want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { paths, want }) => expect(left(...paths)).toEqual(want));

  test('no error: the same Batch; without lists none appears', () => {
    expect(validPart(spec, [])).toBe(spec);
    expect(validPart({}, [error('spec.backoffLimit')])).toEqual({ commonContext: [], variableContexts: [] });
  });
});

describe('objects that are planned together', () => {
  const object = (kind: string, name: string, spec: object, namespace?: string): KubernetesObject =>
    ({
      apiVersion: 'kubetask.io/v1alpha1',
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec,
    }) as KubernetesObject;
  const linesOf = (...objects: KubernetesObject[]) => objectProblems(objects.map(checkObject)).map(formatProblem);
  const reserved = makeFile('/kubetask/a', 'x');
  const why = 'file.filePath: Invalid value: "/kubetask/a": /kubetask is reserved; choose another folder';
  const batch = { variableContexts: [[makeRepository()]] };

  const cases: Record<string, { objects: KubernetesObject[]; want: string[] }> = {
    'a Batch with parameters that have no default: a run gives them': {
      objects: [object('Batch', 'b', { ...batch, params: [{ name: 'who' }, { name: 'how', default: 'x' }] })],
      want: [],
    },
    'a Task with parameters that have no default: a run gives them': {
      objects: [object('Task', 't', { steps: [{ name: 'a', image: 'i', script: 'make' }], params: [{ name: 'who' }] })],
      want: [],
    },
    'a Batch in a namespace, with the WorkspaceConfig named default there': {
      objects: [
        object('Batch', 'b', batch, 'team'),
        object('WorkspaceConfig', 'default', { defaultContexts: [reserved] }, 'team'),
        object('WorkspaceConfig', 'default', {}, 'other'),
      ],
      want: [`WorkspaceConfig default: spec.defaultContexts[0].${why}`],
    },
    'a WorkspaceConfig that nothing uses': {
      objects: [object('WorkspaceConfig', 'w', { defaultContexts: [reserved] })],
      want: [`WorkspaceConfig w: spec.defaultContexts[0].${why}`],
    },
    'an unused WorkspaceConfig that is wrong in itself: only that': {
      objects: [object('WorkspaceConfig', 'w', { defaultContexts: [reserved], agentImage: 7 })],
      want: [
        'WorkspaceConfig w: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
      ],
    },
    'a WorkspaceConfig that is wrong in itself: the Batch is planned without it': {
      objects: [
        object('Batch', 'b', { ...batch, commonContext: [reserved], workspaceConfigRef: 'w' }),
        object('WorkspaceConfig', 'w', { defaultContexts: [reserved], agentImage: 7 }),
      ],
      want: [
        'WorkspaceConfig w: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
        `Batch b: spec.commonContext[0].${why}`,
      ],
    },
    'a Batch without tasks is not finished yet': {
      objects: [object('Batch', 'b', { commonContext: [reserved] })],
      want: [],
    },
    'a run with its own spec: at its place': {
      objects: [object('BatchRun', 'r', { batchSpec: { ...batch, commonContext: [reserved] } })],
      want: [`BatchRun r: spec.batchSpec.commonContext[0].${why}`],
    },
    'two runs of one Batch: its problem once': {
      objects: [
        object('Batch', 'b', { ...batch, commonContext: [reserved] }),
        object('BatchRun', 'r1', { batchRef: 'b' }),
        object('BatchRun', 'r2', { batchRef: 'b' }),
      ],
      want: [`Batch b: spec.commonContext[0].${why}`],
    },
    'two of one name, in one namespace and in two': {
      objects: [
        object('Batch', 'b', batch, 'team'),
        object('Batch', 'b', batch, 'team'),
        object('Batch', 'b', batch, 'other'),
        object('BatchRun', 'b', { batchRef: 'b' }, 'team'),
      ],
      want: ['Batch b: metadata.name: Duplicate value: "b"'],
    },
    'an Agent that is wrong in itself is not planned': {
      objects: [
        {
          ...object('Agent', 'a', { image: 7, livenessProbe: { tcpSocket: {}, successThreshold: 2 } }),
          apiVersion: 'beeai.dev/v1',
        },
      ],
      want: ['Agent a: spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => expect(linesOf(...objects)).toEqual(want));
});
