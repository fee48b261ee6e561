import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Secret } from 'cdk8s-plus-28';
import { BatchConstruct, Context, Fleet, type PositionalTaskList } from '../../../constructs/index.js';
import { synthesizeObjects, task } from '../sample.js';

const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const a = { url: 'https://github.com/myorg/a.git', branch: 'main' };
const b = { url: 'https://git.example.com/team/b.git', commit: '0123456789abcdef0123456789abcdef01234567' };
const c = { url: 'https://github.com/myorg/c.git' };
const many = Fleet.of(Array.from({ length: 200 }, (_, i) => ({ url: `https://github.com/myorg/service-${i}.git` })));
const urlsOf = (fleet: Fleet) => fleet.repositories.map(({ url }) => url);

/** What a fleet file gives, or the message about it without its folder. */
function fromText(text: string): Fleet | string {
  const path = join(folder, 'fleet.yaml');
  writeFileSync(path, text);
  return attempt(() => Fleet.fromFile(path));
}

function attempt(make: () => Fleet): Fleet | string {
  try {
    return make();
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
}

test('a fleet file: repositories in its order, and what it excludes with the reason', () => {
  const text = `
repositories:
  - { url: https://github.com/myorg/b.git, branch: main, language: Go, topics: [payments], fork: true, private: true }
  - { url: https://github.com/myorg/a.git, commit: ${b.commit} }
excluded:
  - { url: https://github.com/myorg/old.git, reason: archived }
`;
  expect(fromText(text)).toMatchObject({
    repositories: [
      {
        url: 'https://github.com/myorg/b.git',
        branch: 'main',
        language: 'Go',
        topics: ['payments'],
        fork: true,
        private: true,
      },
      { url: 'https://github.com/myorg/a.git', commit: b.commit },
    ],
    excluded: [{ url: 'https://github.com/myorg/old.git', reason: 'archived' }],
  });
});

describe('a fleet file that cannot be used: one line with line and column, value and what is wanted', () => {
  const cases: Record<string, { text: string; want: string }> = {
    'empty: a map is wanted': {
      text: '',
      want: 'fleet.yaml:1:1: <nil>: Invalid value: must be a map with repositories, such as repositories: [{ url: https://github.com/myorg/service-a.git }]',
    },
    'a list: a map is wanted': {
      text: '- https://github.com/myorg/a.git\n',
      want: 'fleet.yaml:1:1: <nil>: Invalid value: must be a map with repositories, such as repositories: [{ url: https://github.com/myorg/service-a.git }]',
    },
    'no repositories: required': { text: 'excluded: []\n', want: 'fleet.yaml:1:1: repositories: Required value' },
    'a text instead of a map: its type': {
      text: 'repositories:\n  - https://github.com/myorg/a.git\n',
      want: 'fleet.yaml:2:5: repositories[0]: Invalid value: "string": repositories[0] in body must be of type object: "string"',
    },
    'a misspelt field: the one that was meant': {
      text: 'repositories:\n  - url: https://github.com/myorg/a.git\n    brnach: main\n',
      want: 'fleet.yaml:3:5: repositories[0].brnach: Forbidden: unknown field; did you mean branch?',
    },
    'no url: required': {
      text: 'repositories:\n  - { branch: main }\n',
      want: 'fleet.yaml:2:5: repositories[0].url: Required value',
    },
    'credentials in the URL: refused, and not shown': {
      text: 'repositories:\n  - url: https://me:s3cret@github.com/myorg/a.git\n',
      want: 'fleet.yaml:2:10: repositories[0].url: Invalid value: "https://***@github.com/myorg/a.git": a URL must not contain credentials; put them into a Secret and name it in secretRef',
    },
    'a branch that git refuses: why': {
      text: 'repositories:\n  - { url: https://github.com/myorg/a.git, branch: -x }\n',
      want: 'fleet.yaml:2:52: repositories[0].branch: Invalid value: "-x": must not begin with \'-\'; git refuses such a name',
    },
    'a short commit: the full id is wanted': {
      text: 'repositories:\n  - { url: https://github.com/myorg/a.git, commit: abc1234 }\n',
      want: 'fleet.yaml:2:52: repositories[0].commit: Invalid value: "abc1234": must be the full id of a commit: 40 or 64 hexadecimal digits in lower case',
    },
    'one repository by two URLs: the place of the other': {
      text: 'repositories:\n  - url: https://github.com/myorg/a.git\n  - url: git@github.com:MyOrg/a\n',
      want: 'fleet.yaml:3:10: repositories[1].url: Invalid value: "git@github.com:MyOrg/a": is the repository of repositories[0].url; a fleet has each repository once, remove one of them',
    },
    'not YAML: where': {
      text: 'repositories: [\n',
      want: 'fleet.yaml:2:1: cannot read YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    },
    'two documents: the second': {
      text: 'repositories: []\n---\nrepositories: []\n',
      want: 'fleet.yaml:3:1: a fleet file has one document; remove the others',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(fromText(text)).toBe(`${want}\n1 problem, nothing was written`);
  });

  test('a file that does not exist: its path', () => {
    expect(attempt(() => Fleet.fromFile('/no/such/fleet.yaml'))).toMatch(
      '/no/such/fleet.yaml: cannot be read: it does not exist; give the path of a fleet file',
    );
  });

  test('all problems at once, in reading order', () => {
    expect(fromText('repositories:\n  - { url: "" }\n  - { branch: 7 }\n')).toBe(
      [
        'fleet.yaml:2:12: repositories[0].url: Invalid value: "": repositories[0].url in body should be at least 1 chars long',
        'fleet.yaml:3:5: repositories[1].url: Required value',
        'fleet.yaml:3:15: repositories[1].branch: Invalid value: "integer": repositories[1].branch in body must be of type string: "integer"',
        '3 problems, nothing was written',
      ].join('\n'),
    );
  });

  test('of every kind: types, fields, URLs, branches, repositories that are there twice, and another document', () => {
    const text = `repositories:
  - { url: https://github.com/myorg/a.git, brnach: main }
  - { url: https://github.com/myorg/b.git, branch: -x }
  - { url: git@github.com:myorg/a, branch: a..b }
  - 7
  - { url: https://me:s3cret@github.com/myorg/c.git, topics: x }
---
{}
`;
    expect(
      String(fromText(text))
        .split('\n')
        .map((line) => line.split(': ').slice(0, 2).join(' ')),
    ).toEqual([
      'fleet.yaml:2:44 repositories[0].brnach',
      'fleet.yaml:3:52 repositories[1].branch',
      'fleet.yaml:4:12 repositories[2].url',
      'fleet.yaml:4:44 repositories[2].branch',
      'fleet.yaml:5:5 repositories[3]',
      'fleet.yaml:6:12 repositories[4].url',
      'fleet.yaml:6:62 repositories[4].topics',
      'fleet.yaml:8:1 a fleet file has one document; remove the others',
      '8 problems, nothing was written',
    ]);
  });
});

describe('gh repo list', () => {
  const repository = (fields: object) => ({ url: 'https://github.com/myorg/a', ...fields });

  test('its fields: those of a fleet; an empty repository is excluded', () => {
    const fleet = Fleet.fromGhRepoList(
      JSON.stringify([
        repository({
          nameWithOwner: 'myorg/a',
          defaultBranchRef: { name: 'main' },
          isArchived: true,
          isFork: true,
          isPrivate: true,
          isEmpty: false,
          primaryLanguage: { name: 'Go' },
          repositoryTopics: [{ name: 'payments' }],
          stargazerCount: 7,
        }),
        { nameWithOwner: 'myorg/b', defaultBranchRef: null, primaryLanguage: null, repositoryTopics: null },
        repository({ url: 'https://github.com/myorg/void', isEmpty: true, defaultBranchRef: { name: '' } }),
      ]),
    );
    const { url } = a;
    expect(fleet).toMatchObject({
      repositories: [
        { url, branch: 'main', language: 'Go', topics: ['payments'], archived: true, fork: true, private: true },
        { url: 'https://github.com/myorg/b.git' },
      ],
      excluded: [{ url: 'https://github.com/myorg/void.git', reason: 'empty' }],
    });
  });

  const cases: Record<string, { json: unknown; want: string }> = {
    'a text that is no JSON: what to give': {
      json: 'myorg/a',
      want: 'gh repo list: cannot read JSON: Unexpected token \'m\', "myorg/a" is not valid JSON; give the output of gh repo list <owner> --limit 10000 --json',
    },
    'an object: a list is wanted': {
      json: '{}',
      want: 'gh repo list:1:1: <nil>: Invalid value: must be a list of repositories',
    },
    'neither url nor nameWithOwner: what to ask gh for': {
      json: '[{"name": "a"}]',
      want: 'gh repo list:1:2: [0].url: Required value: give the output of gh repo list <owner>',
    },
    'a field of another type: its place in the text': {
      json: '[\n {"url": "https://github.com/myorg/a", "isFork": "no"}\n]',
      want: 'gh repo list:2:50: [0].isFork: Invalid value: "string": [0].isFork in body must be of type boolean: "string"',
    },
    'a parsed value: the path alone': {
      json: [{ url: 7 }],
      want: 'gh repo list: [0].url: Invalid value: "integer": [0].url in body must be of type string: "integer"',
    },
    'a repository twice: the other': {
      json: [repository({}), { nameWithOwner: 'MyOrg/A' }],
      want: 'gh repo list: [1].url: Invalid value: "https://github.com/MyOrg/A.git": is the repository of [0].url',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { json, want }) => {
    expect(attempt(() => Fleet.fromGhRepoList(json as string))).toMatch(want);
  });

  test('all problems at once', () => {
    const json = [{ url: 7 }, null, {}, repository({}), {}, { nameWithOwner: 'MyOrg/A' }];
    const message = attempt(() => Fleet.fromGhRepoList(json));
    expect(
      String(message)
        .split('\n')
        .map((line) => line.split(': ').slice(1, 3).join(' ')),
    ).toEqual([
      '[0].url Invalid value',
      '[1] Invalid value',
      '[2].url Required value',
      '[4].url Required value',
      '[5].url Invalid value',
      '',
    ]);
  });
});

describe('filter', () => {
  test('keeps the order and what the source excluded', () => {
    const fleet = Fleet.of([c, a, b]).filter(({ url }) => url !== a.url);
    expect(urlsOf(fleet)).toEqual([c.url, b.url]);
  });
});

describe('shard', () => {
  test('every repository is in exactly one part', () => {
    const parts = [0, 1, 2].map((i) => urlsOf(many.shard(3, i)));
    expect(parts.flat().toSorted()).toEqual(urlsOf(many).toSorted());
    expect(Math.min(...parts.map(({ length }) => length))).toBeGreaterThan(40);
  });

  test('a repository that goes: no other changes its part', () => {
    const [gone] = urlsOf(many.shard(3, 0));
    const fewer = many.filter(({ url }) => url !== gone);
    expect(urlsOf(fewer.shard(3, 1))).toEqual(urlsOf(many.shard(3, 1)));
  });

  const cases: Record<string, { n: number; i: number; want: string }> = {
    'no parts': { n: 0, i: 0, want: 'Cannot divide a fleet into 0 parts; give a whole number of at least 1' },
    'half a part': { n: 1.5, i: 0, want: 'Cannot divide a fleet into 1.5 parts; give a whole number of at least 1' },
    'counted from 1': { n: 3, i: 3, want: 'Cannot take part 3 of 3: i is 3; give a whole number from 0 to 2' },
    'below 0': { n: 3, i: -1, want: 'Cannot take part -1 of 3: i is -1; give a whole number from 0 to 2' },
  };
  test.each(Object.entries(cases))('%s: an error', (_, { n, i, want }) => {
    expect(() => many.shard(n, i)).toThrow(new RangeError(want));
  });
});

test('as tasks of a Batch: called after the repositories', () => {
  const objects = synthesizeObjects((chart) => {
    new BatchConstruct(chart, 'b', { tasks: Fleet.of([a, b]).tasks() });
  });
  expect(objects).toMatchObject([
    { spec: { tasks: [{ name: 'myorg-a' }, { name: expect.stringMatching(/^team-b-[0-9a-f]{8}$/) }] } },
  ]);
});

describe('as variableContexts of a Batch', () => {
  const specOf = (fleet: PositionalTaskList['variableContexts']) => {
    const [batch] = synthesizeObjects((chart) => {
      new BatchConstruct(chart, 'b', { commonContext: [task], variableContexts: fleet });
    });
    return (batch as { spec?: { variableContexts?: unknown } }).spec?.variableContexts;
  };

  test('one task per repository: its commit, otherwise its branch, otherwise the default branch', () => {
    expect(specOf(Fleet.of([a, b, c]))).toEqual([
      [{ type: 'Repository', repository: a }],
      [{ type: 'Repository', repository: { url: b.url, revision: b.commit } }],
      [{ type: 'Repository', repository: c }],
    ]);
  });

  test('contexts of your own: what is cloned, with a Secret, and a text', () => {
    const contexts = Fleet.of([a]).contexts(({ url }, clone) => [
      Context.repository({ ...clone, secret: { name: 'github' } as Secret }),
      Context.file('/workspace/which.md', url),
    ]);
    expect(specOf(contexts)).toEqual([
      [
        { type: 'Repository', repository: { ...a, secretRef: { name: 'github' } } },
        { type: 'File', file: { filePath: '/workspace/which.md', source: { inline: a.url } } },
      ],
    ]);
  });
});
