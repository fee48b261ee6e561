import { describe, expect, test } from '@jest/globals';
import { problemLines } from './located-lines.js';

const file = (kind: string, spec: string, apiVersion = 'kubetask.io/v1alpha1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}`;
const clone = (repository: string) => file('Task', `{ contexts: [{ type: Repository, repository: ${repository} }] }`);
const unseen = (name: string, code: string, place: string) => `must not hold ${name} (${code}) ${place}; remove it`;

describe('invisible characters: refused, shown escaped, and named', () => {
  const cases: Record<string, { text: string; want: string }> = {
    'a carriage return after a branch': {
      text: clone('{ org: o, repo: r, branch: "main\\r" }'),
      want: `m:4:79: spec.contexts[0].repository.branch: Invalid value: "main\\r": ${unseen('a carriage return', 'U+000D', 'at its end')}`,
    },
    'a byte order mark before a URL': {
      text: clone('{ url: "\\ufeffhttps://h/r", branch: main }'),
      want: `m:4:59: spec.contexts[0].repository.url: Invalid value: "\\ufeffhttps://h/r": ${unseen('a byte order mark', 'U+FEFF', 'at its beginning')}`,
    },
    'a blank after an org': {
      text: clone('{ org: "o ", repo: r, branch: main }'),
      want: `m:4:59: spec.contexts[0].repository.org: Invalid value: "o ": ${unseen('a blank', 'U+0020', 'at its end')}`,
    },
    'a zero-width space in a path': {
      text: clone('{ org: o, repo: r, branch: main, path: "a\\u200bb" }'),
      want: `m:4:91: spec.contexts[0].repository.path: Invalid value: "a\\u200bb": ${unseen('a zero-width space', 'U+200B', 'as its character 2')}`,
    },
    'a no-break space in the name of a Secret': {
      text: clone('{ org: o, repo: r, branch: main, secretRef: { name: "s\\u00a0" } }'),
      want: `m:4:104: spec.contexts[0].repository.secretRef.name: Invalid value: "s\\u00a0": ${unseen('a no-break space', 'U+00A0', 'at its end')}`,
    },
    'a blank after a filePath': {
      text: file('Task', '{ contexts: [{ type: File, file: { filePath: "/a ", source: { inline: x } } }] }'),
      want: `m:4:52: spec.contexts[0].file.filePath: Invalid value: "/a ": ${unseen('a blank', 'U+0020', 'at its end')}`,
    },
    'a tab in a key': {
      text: file(
        'Task',
        '{ contexts: [{ type: File, file: { filePath: /a, source: { secretKeyRef: { name: s, key: "k\\t" } } } }] }',
      ),
      want: `m:4:96: spec.contexts[0].file.source.secretKeyRef.key: Invalid value: "k\\t": ${unseen('a tab', 'U+0009', 'at its end')}`,
    },
    'a right-to-left override in an image': {
      text: file('WorkspaceConfig', '{ agentImage: "a\\u202eb" }'),
      want: `m:4:21: spec.agentImage: Invalid value: "a\\u202eb": ${unseen('a right-to-left override', 'U+202E', 'as its character 2')}`,
    },
    'a tag character (plane 14) in a reference': {
      text: file('BatchRun', '{ batchRef: "b\\U000e0041" }'),
      want: `m:4:19: spec.batchRef: Invalid value: "b\\U000e0041": ${unseen('a character that cannot be seen', 'U+E0041', 'at its end')}`,
    },
    'a zero-width joiner in the image of an Agent': {
      text: file('Agent', '{ image: "a\\u200d:v1" }', 'beeai.dev/v1'),
      want: `m:4:16: spec.image: Invalid value: "a\\u200d:v1": ${unseen('a zero-width joiner', 'U+200D', 'as its character 2')}`,
    },
    'a line feed in a podLabel': {
      text: file('WorkspaceConfig', '{ podLabels: { a: "b\\n" } }'),
      want: expect.stringMatching(/^m:4:25: spec\.podLabels\.a: Invalid value: "b\\n": a valid label must be/) as never,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(problemLines(text, 'm')).toEqual([want]));
});

test('texts that are passed through may contain any character', () => {
  const step = '{ script: "a\\u200b\\r", env: [{ name: A, value: " a\\u00a0" }] }';
  expect(problemLines(file('Task', `{ steps: [${step}] }`))).toEqual([]);
});

describe('folders of clones', () => {
  const cases: Record<string, { repository: string; want: unknown[] }> = {
    'a repo called ..': {
      repository: '{ org: o, repo: "..", branch: a }',
      want: [expect.stringMatching(/repository\.repo: Invalid value: "\.\."/)],
    },
    'a repo called .github: fine': { repository: '{ org: o, repo: .github, branch: a }', want: [] },
    'a repo that begins with a dash': {
      repository: '{ org: o, repo: "-x", branch: a }',
      want: [expect.stringMatching(/repository\.repo: Invalid value: "-x"/)],
    },
    'an org that begins with a dash': {
      repository: '{ org: "-o", repo: x, branch: a }',
      want: [expect.stringMatching(/repository\.org: Invalid value: "-o"/)],
    },
    'a URL that ends in ..': {
      repository: '{ url: "https://h/a/..", branch: a }',
      want: [expect.stringMatching(/repository\.url: .* leads to a folder called/)],
    },
    'a URL that ends in ...git': {
      repository: '{ url: "https://h/...git", branch: a }',
      want: [expect.stringMatching(/repository\.url: .* leads to a folder called/)],
    },
    'the same with a path: fine': { repository: '{ url: "https://h/...git", path: a, branch: a }', want: [] },
    'a repo called .git': {
      repository: '{ org: o, repo: .git, branch: a }',
      want: [expect.stringMatching(/repository\.repo: .* must not end in '\.git'/)],
    },
    'a path with .git in it': {
      repository: '{ org: o, repo: r, path: a/.GIT/hooks, branch: a }',
      want: [expect.stringMatching(/repository\.path: .* leads to a folder called/)],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) =>
    expect(problemLines(clone(repository))).toEqual(want),
  );
});
