import { describe, expect, test } from '@jest/globals';
import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { batchOf, problemLines } from './located-lines.js';

const repository = '{ type: Repository, repository: { org: o, repo: r, branch: main } }';
const header = (kind: string, name: string) =>
  `apiVersion: kubetask.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }`;

const cases: Record<string, { text: string; want: string[] }> = {
  'a valid batch: nothing': { text: batchOf('spec:', `  variableContexts: [[${repository}]]`), want: [] },
  'an unknown type: at the value, and the error lists the supported ones': {
    text: batchOf(
      'spec:',
      '  commonContext:',
      '    - type: Fiel',
      '      file: { filePath: /a, source: { inline: x } }',
    ),
    want: [
      'batch.yaml:6:13: spec.commonContext[0].type: Unsupported value: "Fiel": supported values: "File", "Repository", "Http", "Command"',
    ],
  },
  'no type: only that problem, because its rules depend on it': {
    text: batchOf('spec:', '  commonContext:', '    - file: { filePath: /a, source: { inline: x } }'),
    want: ['batch.yaml:6:7: spec.commonContext[0].type: Required value'],
  },
  'a missing source: at the key of its parent': {
    text: batchOf('spec:', '  variableContexts:', '    - - type: File', '        file:', '          filePath: /a'),
    want: ['batch.yaml:7:9: spec.variableContexts[0][0].file.source: Required value'],
  },
  'a missing source in flow style: the same': {
    text: batchOf('spec:', '  variableContexts:', '    - [{type: File, file: {filePath: /a}}]'),
    want: ['batch.yaml:6:21: spec.variableContexts[0][0].file.source: Required value'],
  },
  'two sources: at the key of the source': {
    text: batchOf(
      'spec:',
      '  commonContext:',
      '    - type: File',
      '      file:',
      '        filePath: /a',
      '        source:',
      '          inline: x',
      '          secretKeyRef: { name: s, key: k }',
    ),
    want: [
      'batch.yaml:9:9: spec.commonContext[0].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
    ],
  },
  'two clones in one folder: at the second': {
    text: batchOf('spec:', '  variableContexts:', '    -', `      - ${repository}`, `      - ${repository}`),
    want: [
      'batch.yaml:8:29: spec.variableContexts[0][1].repository.path: Invalid value: "r": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'a misspelt field: at its key': {
    text: batchOf('spec:', '  backofLimit: 2'),
    want: ['batch.yaml:5:3: spec.backofLimit: Forbidden: unknown field; did you mean backoffLimit?'],
  },
  'a bare on: how to write it': {
    text: batchOf('spec:', '  variableContexts: [[]]', '  retry:', '    on: []'),
    want: [
      'batch.yaml:6:3: spec.retry.on: Required value',
      'batch.yaml:7:5: spec.retry.true: Forbidden: unknown field; YAML reads a bare on as true; write it in quotes: "on"',
    ],
  },
  'problems of several kinds in one batch: all at once': {
    text: batchOf(
      'spec:',
      '  backoffLimit: many',
      '  commonContext:',
      '    - { type: Foo }',
      '    - { type: File, file: { filePath: /kubetask/x, source: { inline: x } } }',
      '    - { type: File, file: { filePath: /x, source: {} } }',
      '  variableContexts:',
      `    - [${repository}, ${repository}]`,
    ),
    want: [
      'batch.yaml:5:17: spec.backoffLimit: Invalid value: "string": spec.backoffLimit in body must be of type integer: "string"',
      'batch.yaml:7:15: spec.commonContext[0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
      'batch.yaml:8:39: spec.commonContext[1].file.filePath: Invalid value: "/kubetask/x": /kubetask is reserved; choose another folder',
      'batch.yaml:9:43: spec.commonContext[2].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
      'batch.yaml:11:97: spec.variableContexts[0][1].repository.path: Invalid value: "r": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'a problem behind an alias: where the text is': {
    text: batchOf('spec:', '  commonContext:', '    - &a { type: Foo }', '    - *a'),
    want: [
      'batch.yaml:6:18: spec.commonContext[0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
      'batch.yaml:6:18: spec.commonContext[1].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
    ],
  },
  'a BatchRun whose Batch is not in the file: accepted, it may be in the cluster': {
    text: `${header('BatchRun', 'r')}\nspec: { batchRef: elsewhere }`,
    want: [],
  },
  'a BatchRun of a Batch without tasks: at the Batch': {
    text: `${header('Batch', 'b')}\nspec: {}\n---\n${header('BatchRun', 'r')}\nspec: { batchRef: b }`,
    want: [
      'batch.yaml:4:1: spec.variableContexts: Required value: give one list of contexts per task; without one there is no task',
    ],
  },
  'two runs of one invalid Batch: its problem is reported once': {
    text: [
      batchOf('spec:', `  variableContexts: [[${repository}, ${repository}]]`),
      `${header('BatchRun', 'r-1')}\nspec: { batchRef: b }`,
      `${header('BatchRun', 'r-2')}\nspec: { batchRef: b }`,
    ].join('\n---\n'),
    want: [
      'batch.yaml:5:112: spec.variableContexts[0][1].repository.path: Invalid value: "r": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  "a problem in an inline batchSpec: its path is the BatchRun's": {
    text: `${header('BatchRun', 'r')}\nspec: { batchSpec: { variableContexts: [[${repository}, ${repository}]] } }`,
    want: [
      'batch.yaml:4:131: spec.batchSpec.variableContexts[0][1].repository.path: Invalid value: "r": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'batchRef and batchSpec: refused': {
    text: `${header('BatchRun', 'r')}\nspec: { batchRef: b, batchSpec: {} }`,
    want: ['batch.yaml:4:1: spec: Invalid value: give exactly one of batchRef and batchSpec'],
  },
  'a WorkspaceConfig that no batch uses: validated too': {
    text: `${header('WorkspaceConfig', 'w')}\nspec: { env: [{ name: TASK_NAME, value: x }] }`,
    want: ['batch.yaml:4:23: spec.env[0].name: Invalid value: "TASK_NAME": is set by kubetask; choose another name'],
  },
  'a credential at the path of a context file: at the WorkspaceConfig': {
    text: [
      batchOf(
        'spec:',
        '  commonContext: [{ type: File, file: { filePath: /a, source: { inline: x } } }]',
        '  variableContexts: [[]]',
      ),
      `${header('WorkspaceConfig', 'default')}\nspec: { credentials: [{ name: c, secretRef: { name: s, key: k }, mountPath: /a }] }`,
    ].join('\n---\n'),
    want: ['batch.yaml:11:77: spec.credentials[0].mountPath: Duplicate value: "/a"'],
  },
  'a credential at the path of a context file, in the WorkspaceConfig default of another namespace: accepted': {
    text: [
      batchOf(
        'spec:',
        '  commonContext: [{ type: File, file: { filePath: /a, source: { inline: x } } }]',
        '  variableContexts: [[]]',
      ),
      `${header('WorkspaceConfig', 'default').replace(' }', ', namespace: other }')}\nspec: { credentials: [{ name: c, secretRef: { name: s, key: k }, mountPath: /a }] }`,
    ].join('\n---\n'),
    want: [],
  },
  'an unknown kind of our group: the error lists the kinds': {
    text: `${header('Bach', 'b')}\nspec: {}`,
    want: [
      expect.stringMatching(
        /^batch.yaml:2:7: kind: Unsupported value: "Bach": supported values: ".*; did you mean Batch/,
      ),
    ] as never[],
  },
  'a misspelt group of one of our kinds: that group': {
    text: 'apiVersion: kubetask.oi/v1alpha1\nkind: Batch\nmetadata: { name: b }',
    want: [
      'batch.yaml:1:13: apiVersion: Unsupported value: "kubetask.oi/v1alpha1": supported values: "kubetask.io/v1alpha1"',
    ],
  },
  'a Task of another group: none of ours': {
    text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: t }',
    want: [],
  },
  'an unknown version: the error lists the versions': {
    text: 'apiVersion: kubetask.io/v1\nkind: Batch\nmetadata: { name: b }\nspec: {}',
    want: [
      'batch.yaml:1:13: apiVersion: Unsupported value: "kubetask.io/v1": supported values: "kubetask.io/v1alpha1"',
    ],
  },
  'two objects of one name: the second': {
    text: [`${header('Batch', 'b')}\nspec: {}`, `${header('Batch', 'b')}\nspec: {}`].join('\n---\n'),
    want: ['batch.yaml:8:19: metadata.name: Duplicate value: "b"'],
  },
  'a name in upper case: at the name': {
    text: `${header('Batch', 'Batch')}\nspec: {}`,
    want: [
      `batch.yaml:3:19: metadata.name: Invalid value: "Batch": must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
    ],
  },
  'a 70-character run name: accepted, derived names are cut and end in a hash': {
    text: [
      batchOf('spec:', `  variableContexts: [[${repository}]]`),
      `${header('BatchRun', 'r'.repeat(70))}\nspec: { batchRef: b }`,
    ].join('\n---\n'),
    want: [],
  },
  'a 2 MB prompt: the error names the limit, not the prompt': {
    text: batchOf(
      'spec:',
      '  commonContext:',
      `    - { type: File, file: { filePath: /a, source: { inline: ${'x'.repeat(2_000_000)} } } }`,
    ),
    want: ['batch.yaml:6:61: spec.commonContext[0].file.source.inline: Too long: may not be more than 1048576 bytes'],
  },
  'many prompts, together too large for one object: their sum': {
    text: batchOf(
      'spec:',
      '  commonContext:',
      ...['/a', '/b'].map(
        (path) => `    - { type: File, file: { filePath: ${path}, source: { inline: ${'x'.repeat(900_000)} } } }`,
      ),
    ),
    want: [
      'batch.yaml:4:1: spec: Invalid value: "1800253 bytes": must be at most 1572864 bytes as JSON, the most a cluster stores; split it, or move texts to ConfigMaps or a repository',
    ],
  },
  'a ConfigMap over 1 MiB: the sum of its keys': {
    text: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { a: ${'x'.repeat(600_000)}, b: ${'x'.repeat(600_000)} }`,
    want: ['batch.yaml:4:1: data: Invalid value: "1200000 bytes": must be at most 1048576 bytes, all keys together'],
  },
};

test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(problemLines(text)).toEqual(want));

describe('several files', () => {
  test('references resolve across files, and problems are listed by file', () => {
    const manifests = [
      { name: 'run.yaml', text: `${header('BatchRun', 'r')}\nspec: { batchRef: b }` },
      { name: 'batch.yaml', text: `${header('Batch', 'b')}\nspec: {}` },
      { name: 'other.yaml', text: 'kind: Batch' },
    ];
    expect(checkManifests(manifests).problems.map(formatManifestProblem)).toEqual([
      'batch.yaml:4:1: spec.variableContexts: Required value: give one list of contexts per task; without one there is no task',
      'other.yaml:1:1: apiVersion: Required value',
      'other.yaml:1:1: metadata: Required value',
    ]);
  });
});
