import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { baseDocuments } from '../../../constructs/linter/base-documents.js';
import { baseObjects } from '../../../constructs/linter/base-objects.js';
import { committedFiles } from '../../../constructs/linter/committed-files.js';
import { byKey, keyOf, loaded } from '../../../constructs/linter/documents-by-key.js';
import { type BaseDocument, documentsOf } from '../../../constructs/linter/documents-of-file.js';
import { git } from '../../../constructs/linter/git.js';
import { folderOf, isManifest } from '../../../constructs/linter/manifest-path.js';
import { objectsOfDocuments } from '../../../constructs/linter/objects-of-documents.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

const makeDocument = (text: string, more: Partial<BaseDocument> = {}): BaseDocument => ({
  folder: '',
  file: 'x.yaml',
  line: 0,
  text,
  ...more,
});
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

describe('the documents of a file, each with its line', () => {
  const cases: Record<string, { text: string; want: [number, string][] }> = {
    'an empty file': { text: '', want: [] },
    'one document': { text: 'a: 1\nb: 2\n', want: [[0, 'a: 1\nb: 2\n']] },
    'one behind a marker': { text: '---\na: 1\n', want: [[1, 'a: 1\n']] },
    'two, the first of two lines': {
      text: 'a: 1\nb: 2\n---\nc: 3\n',
      want: [
        [0, 'a: 1\nb: 2\n'],
        [3, 'c: 3\n'],
      ],
    },
    'empty ones count as lines': { text: '---\n\n---\n---\na: 1\n', want: [[4, 'a: 1\n']] },
    'a marker with a comment, and the last without a line end': {
      text: 'a: 1\n--- # b\nb: 2\n---',
      want: [
        [0, 'a: 1\n'],
        [2, 'b: 2\n'],
      ],
    },
    'without those of comments and directives alone': {
      text: '# License\n\n  # of us\n---\na: 1 # one\n...\n---\n%YAML 1.2\n---\nb: 2\n---\n...\n',
      want: [
        [4, 'a: 1 # one\n...\n'],
        [9, 'b: 2\n'],
      ],
    },
    'a marker that is indented is text': { text: 'a: |\n  ---\n', want: [[0, 'a: |\n  ---\n']] },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    const file = { folder: 'f', file: 'x.yaml', text };
    expect(documentsOf(file)).toEqual(want.map(([line, part]) => ({ ...file, line, text: part })));
  });
});

test('names of files of YAML, and their folders', () => {
  const names = ['a.yaml', 'a/b.yml', 'a.yaml.txt', 'ayaml', 'a.yl', 'yaml', 'a.json', ''];
  expect(names.filter(isManifest)).toEqual(['a.yaml', 'a/b.yml']);
  expect(['x.yaml', 'eu/x.yaml', '.a/x.yaml', 'a/b/x.yaml'].map(folderOf)).toEqual(['', 'eu', '.a', 'a/b']);
});

describe('what identifies an object, from the head of its text', () => {
  const key = (apiVersion: string, kind: string, namespace: string | null, name: string) => [
    JSON.stringify([apiVersion, kind, namespace, name]),
  ];
  const a = key('v1', 'ConfigMap', null, 'a');
  const cases: Record<string, { text: string; want: string[] }> = {
    'without a namespace': { text: configMap, want: a },
    'with a namespace': { text: `${configMap}  namespace: team\n`, want: key('v1', 'ConfigMap', 'team', 'a') },
    'the namespace before the name, fields behind': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  namespace: team\n  name: a\ndata:\n  name: b\n',
      want: key('v1', 'ConfigMap', 'team', 'a'),
    },
    'metadata first, as sorted': { text: 'metadata:\n  name: a\nkind: ConfigMap\napiVersion: v1', want: a },
    'fields of the same names below metadata': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    name: b\n    namespace: c\n  name: a\n',
      want: a,
    },
    'fields of the same names below the object': {
      text: `spec:\n  apiVersion: v2\n  kind: Pod\n  metadata:\n    name: b\n${configMap}`,
      want: a,
    },
    'in quotes, with spaces and comments': {
      text: 'apiVersion:   "v1"  \nkind: \'ConfigMap\' # a kind\nmetadata:\n  name: "a"   \n',
      want: a,
    },
    'a number is a text': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 7',
      want: key('v1', 'ConfigMap', null, '7'),
    },
    'metadata in braces: the text is parsed': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
      want: a,
    },
    'an indent of four: the text is parsed': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n    name: a\n    namespace: team\n',
      want: key('v1', 'ConfigMap', 'team', 'a'),
    },
    'a name on the next line: the text is parsed': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name:\n    a\n',
      want: a,
    },
    'a name in quotes over two lines: the text is parsed': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "a\n    b"\n',
      want: key('v1', 'ConfigMap', null, 'a b'),
    },
    JSON: { text: '{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" } }', want: a },
    'no kind': { text: 'apiVersion: v1\nmetadata:\n  name: a\n', want: [JSON.stringify(['v1', null, null, 'a'])] },
    'no version': { text: 'kind: X\nmetadata:\n  name: a\n', want: [JSON.stringify([null, 'X', null, 'a'])] },
    'no metadata: no object': { text: 'apiVersion: v1\nkind: List\nitems: []\n', want: [] },
    'metadata that is null: no object': { text: 'metadata:\n', want: [] },
    'metadata that is a text: no object': { text: 'metadata: x\n', want: [] },
    null: { text: 'null\n', want: [] },
    'a list': { text: '- a\n', want: [] },
    'a text': { text: 'x\n', want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect([...byKey([makeDocument(text)]).keys()]).toEqual(want);
  });

  test('of an object, the same', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } as KubernetesObject;
    expect([keyOf(object)]).toEqual(a);
    expect([keyOf({ ...object, metadata: { name: 'a', namespace: 'team' } })]).toEqual(
      key('v1', 'ConfigMap', 'team', 'a'),
    );
  });

  test('documents of one object are together, in their order', () => {
    const [one, other, again] = ['eu', 'us', 'ap'].map((folder) => makeDocument(configMap, { folder }));
    const different = makeDocument(configMap.replace('name: a', 'name: b'));
    const documents = [one, different, other, again].filter((document) => document !== undefined);
    expect([...byKey(documents).values()]).toEqual([[one, other, again], [different]]);
  });
});

test('a document that cannot be read: its file, line and column, and none of its text', () => {
  const document = makeDocument('a: 1\nb: [secret\n', { line: 4 });
  const message = (run: () => unknown) => {
    try {
      return run();
    } catch (error) {
      return [(error as Error).message, (error as Error).cause instanceof Error];
    }
  };
  const want = [expect.stringMatching(/^x\.yaml:7:1: [^\n]*; give a folder of YAML files that can be read$/), true];
  expect(message(() => loaded(document))).toEqual(want);
  expect(message(() => byKey([document]))).toEqual(want);
  expect(JSON.stringify(message(() => loaded(document)))).not.toContain('secret');
  expect(loaded(makeDocument('a: 1'))).toEqual({ a: 1 });
});

describe('the objects of documents', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } as KubernetesObject;
  const at = (folder: string) => makeDocument(`${configMap}data:\n  at: ${JSON.stringify(folder)}\n`, { folder });
  const found = (folders: readonly string[], folder?: string) => {
    const base = objectsOfDocuments('base', () => folders.map(at));
    expect(base.problems()).toEqual([]);
    return (base.before(object, folder) as { data?: { at: string } } | undefined)?.data?.at;
  };
  const cases: Record<string, { folders: string[]; folder?: string; want: string | undefined }> = {
    'in no folder': { folders: [], want: undefined },
    'in the output folder': { folders: [''], want: '' },
    'in the output folder and below it: its own': { folders: ['eu', ''], want: '' },
    'in the folder that is asked for': { folders: ['us', 'eu'], folder: 'eu', want: 'eu' },
    'in one other folder: it has moved': { folders: ['us'], folder: 'eu', want: 'us' },
    'in two other folders: which of them is unknown': { folders: ['us', 'ap'], folder: 'eu', want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { folders, folder, want }) => expect(found(folders, folder)).toBe(want));

  test('another object has none', () => {
    const base = objectsOfDocuments('base', () => [at('')]);
    expect(base.before({ ...object, metadata: { name: 'b' } })).toBeUndefined();
  });

  test('the documents are read once, and when they are first needed', () => {
    let reads = 0;
    const base = objectsOfDocuments('base', () => {
      reads += 1;
      return [at('')];
    });
    expect(reads).toBe(0);
    base.before(object);
    base.before(object);
    expect([base.problems(), reads]).toEqual([[], 1]);
  });

  test('documents that cannot be read: one problem with path, value and reason', () => {
    const base = objectsOfDocuments('main', () => {
      throw new Error('is a file');
    });
    expect(base.before(object)).toBeUndefined();
    expect(base.problems()).toEqual(['base: Invalid value: "main": is a file']);
  });

  test('an object that cannot be read below its head: a problem once it is asked for, said once', () => {
    const base = objectsOfDocuments('main', () => [makeDocument(`${configMap}data: [\n`)]);
    expect(base.problems()).toEqual([]);
    expect([base.before(object), base.before(object)]).toEqual([undefined, undefined]);
    expect(base.problems()).toEqual([expect.stringMatching(/^base: Invalid value: "main": x\.yaml:6:1: /)]);
  });
});

describe('the files of a commit', () => {
  /** A git that knows one revision with the given files. */
  const asked: string[] = [];
  const fakeGit = (cwd: string, ...args: readonly string[]): string => {
    const line = args.join(' ');
    asked.push(`${cwd}> ${line}`);
    const answers: Record<string, string> = {
      'rev-parse --show-toplevel': '/repo\n',
      'rev-parse --verify --end-of-options main^{commit}': 'c0ffee\n',
      'ls-tree -r -z --name-only c0ffee -- dist': 'dist/a.yaml\0dist/eu/b.yml\0dist/notes.md\0',
      'ls-tree -r -z --name-only c0ffee -- live/a:b': 'live/a:b/x.yaml\0',
      'show c0ffee:./dist/a.yaml': 'a: 1',
      'show c0ffee:./dist/eu/b.yml': 'b: 2',
      'show c0ffee:./live/a:b/x.yaml': 'x: 3',
    };
    const answer = answers[line];
    if (answer === undefined)
      throw Object.assign(new Error('Command failed'), { stderr: `fatal: bad\n  ${args.at(-1)}\n` });
    return answer;
  };

  test('of the output folder, from the folder around it', () => {
    asked.length = 0;
    expect(committedFiles('main', 'out/dist', fakeGit)).toEqual([
      { folder: '', file: 'main:dist/a.yaml', text: 'a: 1' },
      { folder: 'eu', file: 'main:dist/eu/b.yml', text: 'b: 2' },
    ]);
    expect(asked.map((line) => line.split('> ')[0])).toEqual(Array.from({ length: 4 }, () => resolve('out')));
  });

  test('of a folder of the repository, from its root', () => {
    asked.length = 0;
    expect(committedFiles('main:live/a:b', 'out/dist', fakeGit)).toEqual([
      { folder: '', file: 'main:live/a:b/x.yaml', text: 'x: 3' },
    ]);
    expect(asked.map((line) => line.split('> ')[0])).toEqual(['.', '/repo', '/repo', '/repo']);
  });

  const wanted = 'give a folder of YAML files, a Git revision such as origin/main, or REVISION:FOLDER';
  test('a revision that is none: what git says, in one line', () => {
    expect(() => committedFiles('nope', 'dist', fakeGit)).toThrow(
      `is neither a folder nor a Git revision (fatal: bad nope^{commit}); ${wanted}`,
    );
  });
  test('no git: what the system says', () => {
    const missing = () => {
      throw Object.assign(new Error('spawnSync git ENOENT'), { stderr: null });
    };
    expect(() => committedFiles('main', 'dist', missing)).toThrow(
      `is neither a folder nor a Git revision (spawnSync git ENOENT); ${wanted}`,
    );
  });
  test('git itself', () => expect(git('.', '--version')).toMatch(/^git version/));
});

describe('a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubetask-base-parts-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => {
    mkdirSync(join(folder, 'full/eu/looks-like.yaml'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'full/a.yaml'), `${configMap}---\nb: 2\n`);
    writeFileSync(join(folder, 'full/eu/b.yml'), 'c: 3\n');
    writeFileSync(join(folder, 'full/eu/c.txt'), 'd: 4\n');
  });

  test('its documents, also of folders below it', () => {
    const documents = baseDocuments(join(folder, 'full'), 'dist').sort((a, b) => (a.text < b.text ? -1 : 1));
    expect(documents).toEqual([
      { folder: '', file: join(folder, 'full/a.yaml'), line: 0, text: configMap },
      { folder: '', file: join(folder, 'full/a.yaml'), line: 5, text: 'b: 2\n' },
      { folder: 'eu', file: join(folder, 'full/eu/b.yml'), line: 0, text: 'c: 3\n' },
    ]);
  });
  test('a file, a folder without files, and what is neither', () => {
    const said = (path: string) => baseObjects(join(folder, path), 'dist').problems();
    const at = (path: string) => `base: Invalid value: ${JSON.stringify(join(folder, path))}: `;
    expect(said('full/a.yaml')).toEqual([`${at('full/a.yaml')}is a file; give a folder of YAML files`]);
    expect(said('empty')).toEqual([`${at('empty')}is a folder without a YAML file; give a folder of YAML files`]);
    expect(said('nowhere')).toEqual([expect.stringContaining('is neither a folder nor a Git revision')]);
  });
});
