import { describe, expect, test } from '@jest/globals';
import { manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';

const head = 'apiVersion: v1\nkind: Thing\nmetadata: { name: a }\n';

describe('scalars are read as kubectl reads them', () => {
  const cases: Record<string, unknown> = {
    '0400': 256,
    '0o400': 256,
    '"0400"': '0400',
    '0899': 899,
    '1_000': 1000,
    '0x1F': 31,
    yes: true,
    off: false,
    y: true,
    '12:30': '12:30',
    '12:30:45': '12:30:45',
    '2026-01-31': '2026-01-31',
    '2026-01-31T00:00:00Z': '2026-01-31T00:00:00Z',
    '1e3': 1000,
    '~': null,
    '': null,
  };
  test.each(Object.entries(cases))('%s', (text, want) => {
    expect(parseManifest({ name: 'm', text: `${head}value: ${text}\n` }).objects[0]?.object).toHaveProperty(
      'value',
      want,
    );
  });
});

const object = (name: string) => `apiVersion: v1\nkind: Thing\nmetadata:\n  name: ${name}\n`;

describe('documents', () => {
  const cases: Record<string, { text: string; names: string[]; problems: string[] }> = {
    'no document: no object': { text: '', names: [], problems: [] },
    'only comments between separators: no object': { text: '---\n# nothing\n---\n', names: [], problems: [] },
    'two documents: both': { text: `${object('a')}---\n${object('b')}`, names: ['a', 'b'], problems: [] },
    'JSON: read too': {
      text: '{"apiVersion": "v1",\n\t"kind": "Thing", "metadata": {"name": "a\\/b"}}',
      names: ['a/b'],
      problems: [],
    },
    'a List: its items': {
      text: 'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Thing, metadata: { name: a } }\n  - { kind: Thing, metadata: {} }\n',
      names: ['a'],
      problems: ['m:5:5: apiVersion: Required value'],
    },
    'merge keys: merged': {
      text: 'apiVersion: v1\nkind: Thing\nbase: &base { name: a }\nmetadata: { <<: *base }\n',
      names: ['a'],
      problems: [],
    },
    'a template without quotes, whose key is a map: an error, and no warning of the library': {
      text: 'kind: {{ .Values.x }}\n',
      names: [],
      problems: [
        'm:1:8: cannot read YAML: A key must be a text, not a map or a list; put a template such as {{ x }} in quotes',
      ],
    },
    'a key given twice: an error, and the next document is read': {
      text: `kind: Thing\nkind: Thing\n---\n${object('b')}`,
      names: ['b'],
      problems: ['m:2:1: cannot read YAML: Map keys must be unique: "kind" is there twice'],
    },
    'a bracket left open: an error at its end': {
      text: 'a: [1, 2\n',
      names: [],
      problems: [expect.stringMatching(/^m:2:1: cannot read YAML: Flow sequence/)] as never[],
    },
    'an alias without an anchor: an error': {
      text: 'a: *b\n',
      names: [],
      problems: ['m:1:4: cannot read YAML: Unresolved alias (the anchor must be set before the alias): b'],
    },
    'aliases that expand exponentially: refused': {
      text: [
        'a: &a [x, x, x, x, x, x, x, x, x]',
        ...['b', 'c', 'd', 'e'].map((k, i) => `${k}: &${k} [${`*${'abcd'[i]}, `.repeat(9)}]`),
      ].join('\n'),
      names: [],
      problems: ['m:1:1: cannot read YAML: document contains excessive aliasing'],
    },
    'a typed list: its items have its kind': {
      text: 'apiVersion: v1\nkind: ThingList\nitems:\n  - { metadata: { name: a } }\n',
      names: ['a'],
      problems: [],
    },
    'a list in a list: the items of both, with their places': {
      text: 'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Thing, metadata: { name: a } }, 7] }\n',
      names: ['a'],
      problems: ['m:4:99: <nil>: Invalid value: must be a Kubernetes object with apiVersion, kind and metadata'],
    },
    'a List whose items are not a list': {
      text: 'apiVersion: v1\nkind: List\nitems: {}\n',
      names: [],
      problems: ['m:3:1: items: Invalid value: {}: must be a list'],
    },
    'a List without items': {
      text: 'apiVersion: v1\nkind: List\n',
      names: [],
      problems: ['m:1:1: items: Required value'],
    },
    'a list of objects that is not a List': {
      text: '- apiVersion: v1\n- kind: Thing\n',
      names: [],
      problems: ['m:1:1: <nil>: Invalid value: must be a Kubernetes object with apiVersion, kind and metadata'],
    },
    'an apiVersion that is a number, a kind that is a boolean': {
      text: 'apiVersion: 1\nkind: yes\nmetadata: {}\n',
      names: [],
      problems: [
        'm:1:13: apiVersion: Invalid value: 1: must be a version, such as kubetask.io/v1alpha1',
        'm:2:7: kind: Invalid value: true: must be the name of a kind, such as BatchRun',
      ],
    },
    'an apiVersion with an invisible character: shown escaped': {
      text: 'apiVersion: "kubetask.io\u200b/v1alpha1"\nkind: Batch\nmetadata: {}\n',
      names: [],
      problems: [
        'm:1:13: apiVersion: Invalid value: "kubetask.io\\u200b/v1alpha1": must be a version, such as kubetask.io/v1alpha1',
      ],
    },
    'a byte order mark and CRLF: read': {
      text: `\uFEFF${object('a').replaceAll('\n', '\r\n')}---\r\n${object('b').replaceAll('\n', '\r\n')}`,
      names: ['a', 'b'],
      problems: [],
    },
    'a tab as indentation: at its line': {
      text: 'apiVersion: v1\nkind: Thing\nmetadata:\n\tname: a\n',
      names: [],
      problems: [expect.stringMatching(/^m:4:1: cannot read YAML: Tabs are not allowed as indentation/)] as never[],
    },
    'a control character: named': {
      text: `${object('a')}# \u0007\n`,
      names: [],
      problems: [
        'm:5:3: cannot read YAML: control character U+0007; remove it, or write it as an escape in double quotes',
      ],
    },
    'a text that is not an object: the error says so': {
      text: 'hello\n',
      names: [],
      problems: ['m:1:1: <nil>: Invalid value: must be a Kubernetes object with apiVersion, kind and metadata'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, names, problems }) => {
    const parsed = parseManifest({ name: 'm', text });
    expect(parsed.objects.map((one) => one.object.metadata.name)).toEqual(names);
    expect(parsed.problems.map(formatManifestProblem)).toEqual(problems);
  });
});

describe('locate', () => {
  const text = [
    'apiVersion: v1',
    'kind: Thing',
    'metadata:',
    '  name: a',
    '  labels:',
    '    app.kubernetes.io/name: x',
    'base: &base',
    '  deep: [1, { two: 2 }]',
    'other: *base',
    'merged:',
    '  <<: *base',
    'empty:',
  ].join('\n');
  const [located] = parseManifest({ name: 'm', text }).objects;
  const cases: Record<string, [path: string, want: [line: number, column: number]]> = {
    'the whole object: its start': ['', [1, 1]],
    'a scalar: its value': ['metadata.name', [4, 9]],
    'a collection: its key': ['metadata.labels', [5, 3]],
    'a key with dots: the whole key': ['metadata.labels.app.kubernetes.io/name', [6, 29]],
    'a field that is missing: the key of its parent': ['metadata.namespace', [3, 1]],
    'an item of a list': ['base.deep[1].two', [8, 20]],
    'an item beyond the end: the key of the list': ['base.deep[7]', [8, 3]],
    'behind an alias: where the anchor is': ['other.deep[0]', [8, 10]],
    'behind a merge key: where the anchor is': ['merged.deep[0]', [8, 10]],
    'an empty value: its key': ['empty', [12, 1]],
    'below a scalar: the key of the scalar': ['metadata.name.first', [4, 3]],
  };
  test.each(Object.entries(cases))('%s', (_, [path, [line, column]]) =>
    expect(located?.locate(path)).toEqual({ file: 'm', line, column }),
  );
});

test('of two keys that are prefixes of a path, the longest matches', () => {
  const text = `${head}labels: { app: { io: 1 }, app.io: 2, app.i: 3 }\n`;
  const [located] = parseManifest({ name: 'm', text }).objects;
  expect(located?.locate('labels.app.io')).toMatchObject({ line: 4, column: 35 });
});

describe('bytes', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const problemsOf = (bytes: Uint8Array) => parseManifest(manifestOf('m', bytes)).problems.map(formatManifestProblem);

  test('UTF-8 with a replacement character: read', () =>
    expect(problemsOf(utf8(`${head}value: \uFFFD\n`))).toEqual([]));

  test('Latin 1: at the first byte that is not UTF-8', () =>
    expect(problemsOf(new Uint8Array([...utf8(`${head}value: caf`), 0xe9, 0x0a]))).toEqual([
      'm:4:11: cannot read YAML: the text is not UTF-8; save the file as UTF-8',
    ]));

  test('UTF-16: at its start', () =>
    expect(problemsOf(new Uint8Array([0xff, 0xfe, 0x61, 0x00]))).toEqual([
      'm:1:1: cannot read YAML: the text is not UTF-8; save the file as UTF-8',
    ]));
});
