import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Fleet } from '../../../constructs/index.js';
import { bundleCli } from '../../../scripts/bundle-cli.js';
import { type FakeHost, type Routes, runProcess, startFakeHost } from './fake-host.js';

const bin = mkdtempSync(join(tmpdir(), 'test-fleet-bin-'));
let folder: string;
let host: FakeHost;
beforeAll(() => bundleCli(bin));
afterAll(() => rmSync(bin, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-fleet-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await host.stop();
});

const serve = async (routes: (url: string) => Routes) => {
  host = await startFakeHost(routes);
};
const list = (args: readonly string[], env: NodeJS.ProcessEnv = {}, base = '') =>
  runProcess(join(bin, 'kubectl-task'), ['fleet', 'list', ...args, '--api-url', `${host.url}${base}`], env);
/** Lists into a file, and gives the end of the process with the file. */
const listToFile = async (args: readonly string[], env: NodeJS.ProcessEnv = {}, base = '') => {
  const file = join(folder, 'fleet.yaml');
  const ended = await list([...args, '-o', file], env, base);
  return { ...ended, stderr: ended.stderr.replaceAll(folder, ''), text: textOf(file), files: readdirSync(folder) };
};
const textOf = (file: string) => (readdirSync(folder).includes('fleet.yaml') ? readFileSync(file, 'utf8') : undefined);

const githubRepository = (name: string, rest: object = {}) => ({
  full_name: `myorg/${name}`,
  clone_url: `https://github.com/myorg/${name}.git`,
  default_branch: 'main',
  archived: false,
  fork: false,
  private: false,
  language: 'Go',
  topics: [],
  size: 10,
  ...rest,
});
const orgPage = (page: string) => `/orgs/myorg/repos?type=all&per_page=100&sort=full_name${page}`;
const githubOrg = ['--github-org', 'myorg'];
const onePage = (...repositories: object[]): Routes => ({ [orgPage('')]: { body: repositories } });
const urlsIn = (text: string | undefined) => [...(text ?? '').matchAll(/- url: (\S+)/g)].map(([, url]) => url);

describe('GitHub', () => {
  const pages = (url: string): Routes => ({
    [orgPage('')]: {
      headers: { link: `<${url}${orgPage('&page=2')}>; rel="next", <${url}${orgPage('&page=2')}>; rel="last"` },
      body: [
        githubRepository('service-b', { topics: ['payments', 'go'], private: true }),
        githubRepository('old', { archived: true }),
      ],
    },
    [orgPage('&page=2')]: {
      headers: { link: `<${url}${orgPage('')}>; rel="first"` },
      body: [
        githubRepository('service-a', { topics: ['payments'], size: 0 }),
        githubRepository('site', { language: 'TypeScript', topics: ['payments'] }),
        githubRepository('void', { size: 0 }),
        githubRepository('copy', { fork: true }),
        githubRepository('tool', { topics: ['payments'] }),
        githubRepository('service-b', { topics: ['go', 'payments'], private: true }),
      ],
    },
    '/repos/myorg/service-a/commits?per_page=1': { body: [{}] },
    '/repos/myorg/void/commits?per_page=1': { status: 409, body: { message: 'Git Repository is empty.' } },
    '/repos/myorg/service-a/contents/go.mod?ref=main': { body: {} },
    '/repos/myorg/service-b/contents/go.mod?ref=main': { body: {} },
    '/repos/myorg/service-a/git/ref/heads/main': { body: { object: { sha: 'a'.repeat(40) } } },
    '/repos/myorg/service-b/git/ref/heads/main': { body: { object: { sha: 'b'.repeat(40) } } },
  });
  const filters = ['--topic', 'payments', '--language', 'go', '--path', 'go.mod', '--exclude-archived'];
  const args = [...githubOrg, ...filters, '--exclude-forks', '--pin'];

  test('all pages, in a stable order, with the reason of each that is left out', async () => {
    await serve(pages);
    expect(await listToFile(args)).toEqual({
      code: 0,
      stdout: '',
      stderr:
        '/fleet.yaml: 2 repositories; 5 excluded: 1 archived, 1 empty, 1 fork, 1 has no go.mod, 1 language is TypeScript\n',
      files: ['fleet.yaml'],
      text: `repositories:
  - url: https://github.com/myorg/service-a.git
    branch: main
    commit: ${'a'.repeat(40)}
    language: Go
    topics:
      - payments
  - url: https://github.com/myorg/service-b.git
    branch: main
    commit: ${'b'.repeat(40)}
    language: Go
    topics:
      - go
      - payments
    private: true
excluded:
  - url: https://github.com/myorg/copy.git
    reason: fork
  - url: https://github.com/myorg/old.git
    reason: archived
  - url: https://github.com/myorg/site.git
    reason: language is TypeScript
  - url: https://github.com/myorg/tool.git
    reason: has no go.mod
  - url: https://github.com/myorg/void.git
    reason: empty
`,
    });
  });

  test('the library reads what is written', async () => {
    await serve(pages);
    await listToFile(args);
    const { repositories, excluded } = Fleet.fromFile(join(folder, 'fleet.yaml'));
    expect([repositories.map(({ commit }) => commit), excluded.length]).toEqual([['a'.repeat(40), 'b'.repeat(40)], 5]);
  });

  test('a second time: the same bytes', async () => {
    await serve(pages);
    const first = await listToFile(args);
    const second = await listToFile(args);
    expect(second.text).toBe(first.text);
    expect(second.stderr).toMatch(/, as before\n$/);
  });

  test('without -o: the file on standard output, the counts on standard error', async () => {
    await serve(() => onePage(githubRepository('a')));
    expect(await list(githubOrg)).toEqual({
      code: 0,
      stdout:
        'repositories:\n  - url: https://github.com/myorg/a.git\n    branch: main\n    language: Go\nexcluded: []\n',
      stderr: 'fleet: 1 repository\n',
    });
  });

  test('a user who is the owner of the token: private repositories too', async () => {
    await serve(() => ({
      '/user': { body: { login: 'Me' } },
      '/user/repos?affiliation=owner&per_page=100&sort=full_name': {
        body: [githubRepository('own', { private: true })],
      },
    }));
    expect(urlsIn((await list(['--github-user', 'me'], { GITHUB_TOKEN: 't' })).stdout)).toEqual([
      'https://github.com/myorg/own.git',
    ]);
  });

  test('another user, without a token: the public repositories', async () => {
    await serve(() => ({
      '/users/you/repos?type=owner&per_page=100&sort=full_name': { body: [githubRepository('theirs')] },
    }));
    expect(urlsIn((await list(['--github-user', 'you'])).stdout)).toEqual(['https://github.com/myorg/theirs.git']);
  });
});

describe('GitLab', () => {
  const project = (id: number, name: string, rest: object = {}) => ({
    id,
    http_url_to_repo: `https://gitlab.com/team/${name}.git`,
    default_branch: 'main',
    archived: false,
    empty_repo: false,
    visibility: 'public',
    topics: [],
    ...rest,
  });
  const projects =
    '/api/v4/groups/team%2Fservices/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100';

  test('subgroups, languages, files and folders', async () => {
    await serve((url) => ({
      [projects]: {
        headers: { link: `<${url}${projects}&page=2>; rel="next"` },
        body: [
          project(3, 'c', { visibility: 'internal' }),
          project(1, 'a', { forked_from_project: { id: 9 } }),
          project(4, 'void', { empty_repo: true, default_branch: null }),
        ],
      },
      [`${projects}&page=2`]: { body: [project(2, 'b', { archived: true }), project(5, 'e'), project(6, 'f')] },
      '/api/v4/projects/1/languages': { body: { Go: 60, Shell: 40 } },
      '/api/v4/projects/2/languages': { body: { Shell: 40, Go: 60 } },
      '/api/v4/projects/3/languages': { body: { Go: 100 } },
      '/api/v4/projects/5/languages': { body: {} },
      '/api/v4/projects/6/languages': { body: { Go: 10, Java: 90 } },
      '/api/v4/projects/1/repository/files/deploy?ref=main': { status: 404 },
      '/api/v4/projects/1/repository/tree?ref=main&path=deploy&per_page=1': { body: [{}] },
      '/api/v4/projects/2/repository/files/deploy?ref=main': { body: {} },
      '/api/v4/projects/3/repository/files/deploy?ref=main': { status: 404 },
      '/api/v4/projects/3/repository/tree?ref=main&path=deploy&per_page=1': { body: [] },
    }));
    const { stdout } = await list(
      ['--gitlab-group', 'team/services', '--language', 'Go', '--path', 'deploy'],
      { GITLAB_TOKEN: 'glpat' },
      '/api/v4',
    );
    expect(stdout).toBe(`host: gitlab.com
repositories:
  - url: https://gitlab.com/team/a.git
    branch: main
    fork: true
  - url: https://gitlab.com/team/b.git
    branch: main
    archived: true
excluded:
  - url: https://gitlab.com/team/c.git
    reason: has no deploy
  - url: https://gitlab.com/team/e.git
    reason: has no known language
  - url: https://gitlab.com/team/f.git
    reason: language is Java
  - url: https://gitlab.com/team/void.git
    reason: empty
`);
    expect(new Set(host.seen.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer glpat']));
  });
});

describe('Gitea', () => {
  const repos = '/api/v1/orgs/team/repos?limit=50&page=';
  const repository = (name: string, rest: object = {}) => ({
    full_name: `team/${name}`,
    clone_url: `https://git.example.com/team/${name}.git`,
    default_branch: 'main',
    archived: false,
    fork: false,
    private: false,
    empty: false,
    language: '',
    ...rest,
  });

  test('pages, topics of older servers, and branches with a slash', async () => {
    await serve((url) => ({
      [`${repos}1`]: { headers: { link: `<${url}${repos}2>; rel="next"` }, body: [repository('b', { empty: true })] },
      [`${repos}2`]: { body: [repository('a', { default_branch: 'release/1', private: true }), repository('c')] },
      '/api/v1/repos/team/a/topics': { body: { topics: ['payments'] } },
      '/api/v1/repos/team/c/topics': { body: { topics: null } },
      '/api/v1/repos/team/a/branches/release/1': { body: { commit: { id: 'c'.repeat(40) } } },
    }));
    const { stdout } = await list(
      ['--gitea-org', 'team', '--topic', 'payments', '--pin'],
      { GITEA_TOKEN: 'tea' },
      '/api/v1',
    );
    expect(stdout).toBe(`host: git.example.com
repositories:
  - url: https://git.example.com/team/a.git
    branch: release/1
    commit: ${'c'.repeat(40)}
    private: true
excluded:
  - url: https://git.example.com/team/b.git
    reason: empty
  - url: https://git.example.com/team/c.git
    reason: has no topic payments
`);
    expect(host.seen[0]?.authorization).toBe('token tea');
  });
});

describe('the token', () => {
  test('a repository that was renamed: the redirect on the same host is followed, with the token', async () => {
    await serve((url) => ({
      ...onePage(githubRepository('a')),
      '/repos/myorg/a/contents/go.mod?ref=main': {
        status: 301,
        headers: { location: `${url}/repositories/7/contents/go.mod` },
      },
      '/repositories/7/contents/go.mod': { body: {} },
    }));
    const { stdout } = await list([...githubOrg, '--path', 'go.mod'], { GH_TOKEN: 's3cret', GITHUB_TOKEN: 'other' });
    expect(urlsIn(stdout)).toEqual(['https://github.com/myorg/a.git']);
    expect(host.seen.map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer s3cret'));
  });

  test('a redirect to another host: followed without the token', async () => {
    const other = await startFakeHost(() => ({ '/elsewhere': { body: [githubRepository('a')] } }));
    await serve(() => ({ [orgPage('')]: { status: 302, headers: { location: `${other.url}/elsewhere` } } }));
    const { stdout } = await list(githubOrg, { GITHUB_TOKEN: 's3cret' });
    await other.stop();
    expect(urlsIn(stdout)).toEqual(['https://github.com/myorg/a.git']);
    expect(other.seen).toEqual([{ path: '/elsewhere', authorization: undefined }]);
  });

  test('a next page on another host: asked for on this one', async () => {
    await serve(() => ({
      [orgPage('')]: {
        headers: { link: '<https://other.example.com/steal?page=2>; rel="next"' },
        body: [githubRepository('a')],
      },
      '/orgs/myorg/repos?page=2': { body: [githubRepository('b')] },
    }));
    expect(urlsIn((await list(githubOrg, { GITHUB_TOKEN: 's3cret' })).stdout)).toHaveLength(2);
  });

  const rejections: Record<string, { status: number; message: string; want: string }> = {
    'a wrong token': {
      status: 401,
      message: 'Bad credentials s3cret',
      want: 'the server answers 401: Bad credentials ***\n  the token in GITHUB_TOKEN is wrong or has expired\n',
    },
    'a token without the right': {
      status: 403,
      message: 'Resource not accessible',
      want: 'the server answers 403: Resource not accessible\n  the token in GITHUB_TOKEN may not have the right to read it\n',
    },
    'no such owner': {
      status: 404,
      message: 'Not Found',
      want: 'the server answers 404: Not Found\n  the token in GITHUB_TOKEN may not have the right to read it\n',
    },
  };
  test.each(Object.entries(rejections))(
    '%s: one clear error without the token, and nothing is written',
    async (_, one) => {
      await serve(() => ({ [orgPage('')]: { status: one.status, body: { message: one.message } } }));
      const { code, stdout, stderr, files } = await listToFile(githubOrg, { GITHUB_TOKEN: 's3cret' });
      expect({ code, stdout, stderr, files }).toEqual({
        code: 1,
        stdout: '',
        stderr: `error: Cannot read ${host.url}${orgPage('')}: ${one.want}`,
        files: [],
      });
    },
  );

  test('a token that no header may have: refused, and not shown', async () => {
    await serve(() => ({}));
    const { stderr } = await list(githubOrg, { GITHUB_TOKEN: 's3 cret' });
    expect(stderr).toBe('error: Cannot use GITHUB_TOKEN: it holds a blank or a character that no token has\n');
  });
});

describe('rate limits', () => {
  const limited = { status: 403, headers: { 'x-ratelimit-remaining': '0', 'retry-after': '1' } };

  test('a short one: waited for, and the user sees it', async () => {
    await serve(() => ({ [orgPage('')]: [limited, { body: [githubRepository('a')] }] }));
    const { code, stderr } = await list(githubOrg);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^the rate limit of 127\.0\.0\.1:\d+ is used up: waiting 1s, until .*Z\nfleet: 1 repository\n$/,
      ),
    ]);
  });

  test('Ctrl-C while it is waited for: 130, and nothing is written', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'retry-after': '200' };
    await serve(() => ({ [orgPage('')]: { status: 403, headers } }));
    const args = ['fleet', 'list', ...githubOrg, '--api-url', host.url, '-o', join(folder, 'fleet.yaml')];
    const ended = await runProcess(join(bin, 'kubectl-task'), args, {}, (child) => child.kill('SIGINT'));
    expect([ended.code, readdirSync(folder)]).toEqual([130, []]);
  });

  test('a longer one than --wait: an error that says until when, and the file stays', async () => {
    const reset = String(Date.parse('2030-01-01T00:50:00Z') / 1000);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date: 'Tue, 01 Jan 2030 00:00:00 GMT' };
    await serve(() => ({ [orgPage('')]: { status: 403, headers } }));
    writeFileSync(join(folder, 'fleet.yaml'), 'before');
    const { code, stderr, text } = await listToFile(githubOrg);
    expect({ code, stderr, text }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^error: Cannot read http:\S+: its rate limit is used up for 51m, until .*Z\n {2}set GH_TOKEN or GITHUB_TOKEN: with a token, the limit is higher\n {2}--wait 51m waits for it\n$/,
      ),
      text: 'before',
    });
  });
});

describe('a host that is not as it should be: one clear error, and the file stays as it was', () => {
  const cases: Record<string, { routes: (url: string) => Routes; want: string }> = {
    'the second page fails: no half list': {
      routes: (url) => ({
        [orgPage('')]: {
          headers: { link: `<${url}${orgPage('&page=2')}>; rel="next"` },
          body: [githubRepository('a')],
        },
        [orgPage('&page=2')]: { status: 410, body: 'gone' },
      }),
      want: 'the server answers 410',
    },
    'a login page instead of JSON': {
      routes: () => ({ [orgPage('')]: { headers: { 'content-type': 'text/html' }, body: '<html>' } }),
      want: 'the answer is not JSON but text/html',
    },
    'an object instead of a list': {
      routes: () => ({ [orgPage('')]: { body: { items: [] } } }),
      want: 'the answer is not a list',
    },
    'a repository without a URL': {
      routes: () => onePage({ full_name: 'myorg/a' }),
      want: 'the answer is not as documented: [0].clone_url: Required value',
    },
    'a commit that is none': {
      routes: () => ({
        ...onePage(githubRepository('a')),
        '/repos/myorg/a/git/ref/heads/main': { body: { object: { sha: 'main; rm -rf /' } } },
      }),
      want: 'the answer is not as documented: object.sha: Invalid value',
    },
    'pages in a circle': {
      routes: (url) => ({
        [orgPage('')]: { headers: { link: `<${url}${orgPage('')}>; rel="next"` }, body: [] },
      }),
      want: 'its next page is one that was already read',
    },
    'redirects in a circle': {
      routes: (url) => ({ [orgPage('')]: { status: 302, headers: { location: `${url}${orgPage('')}` } } }),
      want: 'it redirects more than 5 times',
    },
    'a redirect to a file': {
      routes: () => ({ [orgPage('')]: { status: 302, headers: { location: 'file:///etc/passwd' } } }),
      want: 'it redirects to an address that is not one of http or https',
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { routes, want }) => {
    await serve(routes);
    writeFileSync(join(folder, 'fleet.yaml'), 'before');
    const { code, stderr, text, files } = await listToFile([...githubOrg, '--pin']);
    expect({ code, stderr, text, files }).toEqual({
      code: 1,
      stderr: expect.stringContaining(want),
      text: 'before',
      files: ['fleet.yaml'],
    });
  });

  test('repositories that must not be cloned: excluded, without credentials', async () => {
    await serve(() =>
      onePage(
        githubRepository('a', { clone_url: 'file:///etc' }),
        githubRepository('b', { clone_url: 'https://me:s3cret@github.com/myorg/b.git' }),
      ),
    );
    const { stdout } = await list(githubOrg);
    expect(stdout).toBe(`repositories: []
excluded:
  - url: file:///etc
    reason: its URL is not one of http or https
  - url: https://github.com/myorg/b.git
    reason: "its URL cannot be cloned: a URL must not contain credentials; put them into a Secret and name it in secretRef"
`);
  });
});

describe('the file', () => {
  test('a symbolic link: its file is replaced, and the link stays', async () => {
    await serve(() => onePage(githubRepository('a')));
    writeFileSync(join(folder, 'real.yaml'), 'before');
    symlinkSync('real.yaml', join(folder, 'fleet.yaml'));
    const { text } = await listToFile(githubOrg);
    expect(readFileSync(join(folder, 'real.yaml'), 'utf8')).toBe(text);
  });

  test('a folder that does not exist: an error before the first request', async () => {
    await serve(() => onePage(githubRepository('a')));
    const { code, stderr } = await list([...githubOrg, '-o', '/no/such/folder/fleet.yaml']);
    expect([code, stderr]).toEqual([
      1,
      "error: Cannot write /no/such/folder/fleet.yaml: ENOENT: no such file or directory, stat '/no/such/folder'\n",
    ]);
    expect(host.seen).toEqual([]);
  });
});

describe('options: one clear error, and nothing is sent', () => {
  const cases: Record<string, { args: string[]; env?: NodeJS.ProcessEnv; want: string }> = {
    'no owner': {
      args: [],
      want: 'Cannot list repositories: no owner is given; give one of --github-org, --github-user, --gitlab-group, --gitea-org',
    },
    'two owners': {
      args: [...githubOrg, '--gitea-org', 'x'],
      want: 'Cannot list repositories of --github-org and --gitea-org together; give one of them, and keep one file for each',
    },
    'an owner that is a path': {
      args: ['--github-org', '../user'],
      want: "Cannot use --github-org '../user': it is not the name of an owner",
    },
    'a group with a dot segment': {
      args: ['--gitlab-group', 'a/../b'],
      want: "Cannot use --gitlab-group 'a/../b': it is not the name of an owner",
    },
    'a path out of the repository': {
      args: [...githubOrg, '--path', '../x'],
      want: "Cannot use --path '../x': it leads out of a repository",
    },
    'an API without encryption, and a token': {
      args: [...githubOrg, '--api-url', 'http://git.example.com'],
      env: { GITHUB_TOKEN: 's3cret' },
      want: 'Cannot use --api-url http://git.example.com/: the token in GITHUB_TOKEN would be sent unencrypted; use https',
    },
    'credentials in the address of the API': {
      args: [...githubOrg, '--api-url', 'https://me:s3cret@git.example.com'],
      want: 'Cannot use --api-url: it has credentials, a query or a fragment; give the address of the API',
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, env = {}, want }) => {
    await serve(() => ({}));
    const api = args.includes('--api-url') ? [] : ['--api-url', host.url];
    const { code, stderr } = await runProcess(join(bin, 'kubectl-task'), ['fleet', 'list', ...args, ...api], env);
    expect({ code, stderr, seen: host.seen }).toEqual({ code: 1, stderr: expect.stringContaining(want), seen: [] });
    expect(stderr).not.toContain('s3cret');
  });
});
