import { describe, expect, test } from '@jest/globals';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { canonicalRepository } from '../../../plan/context/same-repository.js';
import { packTexts, withOwnTexts } from '../../../plan/context/text-config-maps.js';
import { divide } from '../../../plan/fleet/divide.js';
import { fleetIndexErrors } from '../../../plan/fleet/fleet-index.js';
import { readGhRepoList } from '../../../plan/fleet/gh-repo-list.js';
import { fleetErrors, readFleetFile } from '../../../plan/fleet/read-fleet-file.js';
import { placeOf } from '../../../plan/fleet/rendezvous.js';

const url = 'https://github.com/myorg/a.git';
const mistyped = (path: string, found: string, wanted: string) =>
  `${path}: Invalid value: "${found}": ${path} in body must be of type ${wanted}: "${found}"`;

describe('the shape of a fleet file', () => {
  const linesOf = (value: unknown) => fleetErrors(value).map(formatFieldError);
  const repository = (fields: object) => ({ repositories: [{ url, ...fields }] });
  const everything = {
    branch: 'main',
    commit: 'a'.repeat(40),
    language: 'Go',
    topics: ['x'],
    archived: true,
    fork: false,
    private: true,
  };
  const cases: Record<string, { value: unknown; want: string[] }> = {
    'every field': { value: { ...repository(everything), excluded: [{ url, reason: 'empty' }] }, want: [] },
    'no list of repositories': {
      value: { repositories: {} },
      want: [mistyped('repositories', 'object', 'array')],
    },
    'flags that are texts': {
      value: repository({ archived: 'yes', fork: 'no', private: 1 }),
      want: [
        mistyped('repositories[0].archived', 'string', 'boolean'),
        mistyped('repositories[0].fork', 'string', 'boolean'),
        mistyped('repositories[0].private', 'integer', 'boolean'),
      ],
    },
    'topics that are no list of texts': {
      value: repository({ topics: 'x' }),
      want: [mistyped('repositories[0].topics', 'string', 'array')],
    },
    'a topic that is no text': {
      value: repository({ topics: [1] }),
      want: [mistyped('repositories[0].topics[0]', 'integer', 'string')],
    },
    'excluded without a reason': {
      value: { repositories: [], excluded: [{ url }] },
      want: ['excluded[0].reason: Required value'],
    },
    'excluded without a URL, and as a text': {
      value: { repositories: [], excluded: [{ reason: 'x' }, 'y'] },
      want: ['excluded[0].url: Required value', mistyped('excluded[1]', 'string', 'object')],
    },
    'excluded that is no list': {
      value: { repositories: [], excluded: 'x' },
      want: [mistyped('excluded', 'string', 'array')],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) => expect(linesOf(value)).toEqual(want));

  test('a value of the wrong type is at the value, an unknown field at its key', () => {
    const text = `repositories:\n  - url: ${url}\n    fork: no-flag\n    color: red\n`;
    expect(readFleetFile({ name: 'fleet.yaml', text } as never).problems).toEqual([
      `fleet.yaml:3:11: ${mistyped('repositories[0].fork', 'string', 'boolean')}`,
      'fleet.yaml:4:5: repositories[0].color: Forbidden: unknown field; there are: archived, branch, commit, fork, language, private, topics, url',
    ]);
  });
});

describe('the shape of fleet.json', () => {
  const index = {
    fleet: 'go',
    namespace: 'agents',
    clusters: [{ name: 'eu', weight: 1, runs: ['go-eu-1'] }],
    repositories: [{ url, cluster: 'eu', batch: 'go-eu', run: 'go-eu-1', task: 'myorg-a' }],
  };
  const linesOf = (value: unknown) => fleetIndexErrors(value).map(formatFieldError);
  const cases: Record<string, { value: unknown; want: string[] }> = {
    'as a FleetConstruct writes it': { value: index, want: [] },
    'a field of a newer version': { value: { ...index, color: 'red' }, want: [] },
    'no map': { value: [index], want: ['<nil>: Invalid value: must be the fleet.json that a FleetConstruct writes'] },
    'an empty map: everything that is needed': {
      value: {},
      want: ['fleet', 'namespace', 'clusters', 'repositories'].map((field) => `${field}: Required value`),
    },
    'empty clusters and repositories of maps': {
      value: { ...index, clusters: [{}], repositories: [{}] },
      want: [
        'clusters[0].name: Required value',
        'clusters[0].runs: Required value',
        'repositories[0].url: Required value',
        'repositories[0].cluster: Required value',
        'repositories[0].task: Required value',
      ],
    },
    'texts where maps are': {
      value: { ...index, clusters: ['eu'], repositories: ['x'] },
      want: [mistyped('clusters[0]', 'string', 'object'), mistyped('repositories[0]', 'string', 'object')],
    },
    'maps where lists are': {
      value: { ...index, clusters: {}, repositories: {} },
      want: [mistyped('clusters', 'object', 'array'), mistyped('repositories', 'object', 'array')],
    },
    'numbers where texts are': {
      value: {
        fleet: 1,
        namespace: 2,
        clusters: [{ name: 3, runs: [4] }],
        repositories: [{ url: 5, cluster: 6, task: 7, run: 8 }],
      },
      want: [
        ...['fleet', 'namespace', 'clusters[0].name', 'clusters[0].runs[0]'],
        ...['url', 'cluster', 'task', 'run'].map((field) => `repositories[0].${field}`),
      ].map((path) => mistyped(path, 'integer', 'string')),
    },
    'runs that are no list': {
      value: { ...index, clusters: [{ name: 'eu', runs: 'x' }] },
      want: [mistyped('clusters[0].runs', 'string', 'array')],
    },
    'an empty name': {
      value: { ...index, fleet: '' },
      want: ['fleet: Invalid value: "": fleet in body should be at least 1 chars long'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) => {
    expect(linesOf(value).sort()).toEqual([...want].sort());
  });
});

describe('the shape of what gh prints', () => {
  const problemsOf = (...list: object[]) => readGhRepoList(list).problems ?? [];
  const at = 'gh repo list: [0]';
  const cases: Record<string, { repository: object; want: string[] }> = {
    'no language, no branch, no topics': {
      repository: { url, primaryLanguage: null, defaultBranchRef: null, repositoryTopics: null },
      want: [],
    },
    'a field that is not read': { repository: { url, stargazerCount: 'many' }, want: [] },
    'a name that is none': {
      repository: { nameWithOwner: 'a' },
      want: [expect.stringMatching(/\[0\]\.nameWithOwner: Invalid value: "a"/) as unknown as string],
    },
    'a name with a blank': {
      repository: { nameWithOwner: 'a b/c' },
      want: [expect.stringMatching(/\[0\]\.nameWithOwner: Invalid value: "a b\/c"/) as unknown as string],
    },
    'texts where maps are': {
      repository: { url, primaryLanguage: 'Go', defaultBranchRef: 'main', repositoryTopics: ['x'] },
      want: [
        expect.stringContaining('must be of type object') as unknown as string,
        expect.stringContaining('must be of type object') as unknown as string,
        expect.stringContaining('must be of type object') as unknown as string,
      ],
    },
    'a name that is a number': {
      repository: { url, primaryLanguage: { name: 1 }, nameWithOwner: 2 },
      want: [
        expect.stringContaining('must be of type string') as unknown as string,
        expect.stringContaining('must be of type string') as unknown as string,
      ],
    },
    'topics that are a text': {
      repository: { url, repositoryTopics: 'x' },
      want: [expect.stringContaining('must be of type array') as unknown as string],
    },
    'a topic without a name': {
      repository: { url, repositoryTopics: [{}] },
      want: [`${at}.repositoryTopics[0].name: Required value`],
    },
    'a topic that is null': {
      repository: { url, repositoryTopics: [null] },
      want: [expect.stringContaining('repositoryTopics[0]') as unknown as string],
    },
    'a branch that git refuses: at the field of gh': {
      repository: { url, defaultBranchRef: { name: '-x' } },
      want: [`${at}.defaultBranchRef.name: Invalid value: "-x": must not begin with '-'; git refuses such a name`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) => expect(problemsOf(repository)).toEqual(want));

  test('a repository that is a text, and several without a URL: each of those', () => {
    expect(readGhRepoList(['x']).problems).toEqual([expect.stringContaining('must be of type object')]);
    expect(problemsOf({}, {})).toEqual([
      ...[expect.stringContaining('[0].url: Required value'), expect.stringContaining('[1].url: Required value')],
    ]);
  });

  test('a URL ends in .git once, and topics that are empty are none', () => {
    const urls = ['https://h/o/a/', 'https://h/o/b.git', 'https://h/o/c', 'https://h/o/d.gitx'];
    expect(readGhRepoList(urls.map((one) => ({ url: one, repositoryTopics: [] }))).fleet?.repositories).toStrictEqual(
      ['a', 'b', 'c', 'd.gitx'].map((name) => ({ url: `https://h/o/${name}.git` })),
    );
  });
});

describe('one spelling of a repository, at the edges', () => {
  const spellings: Record<string, string> = {
    'xhttps://host/o/r': 'host/o/r',
    'git+ssh://git@host:22/o/r': 'host/o/r',
    'x-git+https://host:443/o/r': 'host:443/o/r',
    'https://host:/o/r': 'host/o/r',
    'o/r': '/o/r',
    'host:22:o/r': 'host/22:o/r',
    'https://host/o/r.gitx': 'host/o/r.gitx',
    'https://host/.git/r': 'host/.git/r',
    'https://host/o/-r': 'host/o/-r',
    'https://host/%2e%2e/r.git': 'host/r',
    '': '/',
  };
  test.each(Object.entries(spellings))('%s is %s', (written, want) => expect(canonicalRepository(written)).toBe(want));
});

describe('texts that are packed', () => {
  const owner = { name: 'r-context', labels: { a: '1' } };
  test('each once, in order; a text that was not packed is a bug', () => {
    const packed = packTexts(['x', 'y', 'x'], owner);
    expect(packed.configMaps.map((one) => Object.values((one as unknown as { data: object }).data))).toEqual([
      ['x', 'y'],
    ]);
    expect(packed.find('z')).toBeUndefined();
    expect(() => packed.locate('z')).toThrow('a text was used that was not packed');
  });
  test('own texts are those that are not shared, and both are found', () => {
    const shared = packTexts(['x'], owner);
    const own = withOwnTexts(shared, ['x', 'y'], { ...owner, name: 'own' });
    expect(own.configMaps).toHaveLength(1);
    expect(own.locate('x')).toEqual(shared.locate('x'));
    expect(own.locate('y').configMap).toMatch(/^own-/);
    expect(packTexts([], owner).configMaps).toEqual([]);
  });
  test('two texts of half the size share a ConfigMap; a byte more is another', () => {
    const half = 256 * 1024;
    const countOf = (...sizes: number[]) =>
      packTexts(
        sizes.map((size, i) => `${i}`.padEnd(size, 'x')),
        owner,
      ).configMaps.length;
    expect([countOf(half, half), countOf(half, half + 1), countOf(3 * half), countOf(3 * half, 1)]).toEqual([
      1, 2, 1, 2,
    ]);
  });
});

describe('weights', () => {
  const keys = Array.from({ length: 3000 }, (_, i) => `github.com/myorg/service-${i}`);
  test('a place of weight 8 beside two of 1 gets eight tenths, within 2 %', () => {
    const [heavy, ...others] = [8, 1, 1].map((weight, i) => ({ name: `p${i}`, weight }));
    const places = [heavy ?? { name: '', weight: 1 }, ...others] as const;
    const share = keys.filter((key) => placeOf(key, places).name === 'p0').length / keys.length;
    expect(Math.abs(share - 0.8)).toBeLessThan(0.02);
  });
  test('places of one name and weight: the first of them', () => {
    const [first, second] = [
      { name: 'a', weight: 1, id: 1 },
      { name: 'a', weight: 1, id: 2 },
    ];
    expect(first && second && placeOf('key', [first, second])).toBe(first);
  });
  test('equal rests go to the first parts', () => {
    expect([divide(3, [1, 1]), divide(5, [1, 1, 1, 1]), divide(7, [3, 1, 3, 1])]).toEqual([
      [2, 1],
      [2, 1, 1, 1],
      [3, 1, 2, 1],
    ]);
  });
});
