import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pullScript } from '../../../plan/agent-build/pull-script.js';
import { type GitHost, startGitHost } from '../git/git-host.js';

const token = 'canary-token';
let folder: string;
let host: GitHost;
/** Hashes of the two commits on main (the first is also the tag v1), and of one on another branch. */
let commits: string[];

const git = (repository: string, ...args: string[]) =>
  execFileSync('git', ['-C', join(folder, repository), ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      ...process.env,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'protocol.file.allow',
      GIT_CONFIG_VALUE_0: 'always',
    },
  }).trim();

function commit(repository: string, file: string): string {
  writeFileSync(join(folder, repository, file), file);
  git(repository, 'add', '.');
  git(repository, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '-m', file);
  return git(repository, 'rev-parse', 'HEAD');
}

function makeRepository(repository: string): void {
  mkdirSync(join(folder, repository));
  git(repository, 'init', '--quiet', '--initial-branch', 'main');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pull-'));
  for (const repository of ['library', 'agent']) makeRepository(repository);
  commit('library', 'shared');
  const first = commit('agent', 'a');
  git('agent', 'tag', 'v1');
  git('agent', 'submodule', '--quiet', 'add', '../library', 'library');
  const second = commit('agent', 'b');
  git('agent', 'checkout', '--quiet', '-b', 'dev');
  commits = [first, second, commit('agent', 'c')];
  git('agent', 'checkout', '--quiet', 'main');
  host = await startGitHost(folder, 'bot', token);
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => rmSync(join(folder, 'out'), { recursive: true, force: true }));

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

async function pull(env: Record<string, string> = {}) {
  const out = (file: string) => join(folder, 'out', file);
  mkdirSync(out('.'), { recursive: true });
  writeFileSync(out('token'), `${token}\n`);
  const given = {
    PATH: process.env['PATH'],
    HOME: out('.'),
    SOURCE_DIR: out('source'),
    GIT_URL: `${host.url}/agent`,
    GIT_REVISION: 'main',
    DOCKERFILE: './a',
    GIT_TOKEN_FILE: out('token'),
    GIT_TOKEN_URL: host.url,
    GIT_TOKEN_USER: 'bot',
    RESULT_URL: out('url'),
    RESULT_COMMIT: out('commit'),
    RESULT_ERROR: out('error'),
    ...env,
  };
  const log = await new Promise<string>((done) =>
    execFile('/bin/sh', ['-c', pullScript], { env: given }, (_, stdout, stderr) => done(stdout + stderr)),
  );
  const plain = (text: string) => text.replaceAll(host.url, '');
  return { log: plain(log), url: read(out('url')), commit: read(out('commit')), error: plain(read(out('error'))) };
}

const source = (...args: string[]) => git('out/source', ...args);

describe('a revision', () => {
  const cases: Record<string, { revision: () => string | undefined; want: number }> = {
    'a branch': { revision: () => 'dev', want: 2 },
    'a tag': { revision: () => 'v1', want: 0 },
    'none: the default branch': { revision: () => '', want: 1 },
    'a full name': { revision: () => 'refs/heads/dev', want: 2 },
    'a commit': { revision: () => commits[0], want: 0 },
    'a short commit': { revision: () => commits[0]?.slice(0, 8), want: 0 },
  };
  test.each(Object.entries(cases))('%s: its full commit hash, and the URL', async (_, { revision, want }) => {
    const result = await pull({ GIT_REVISION: revision() ?? '' });
    expect(result).toMatchObject({ url: `${host.url}/agent`, commit: commits[want], error: '' });
    expect(source('rev-parse', 'HEAD')).toBe(commits[want]);
  });
});

test('a branch: one commit deep, with submodules', async () => {
  await pull();
  expect(source('rev-list', '--count', 'HEAD')).toBe('1');
  expect(read(join(folder, 'out', 'source', 'library', 'shared'))).toBe('shared');
});

test('a second time into the same folder, as in a retry: the same', async () => {
  await pull();
  expect(await pull({ GIT_REVISION: 'dev' })).toMatchObject({ commit: commits[2], error: '' });
});

describe('fails immediately with the reason', () => {
  const cases: Record<string, { env: () => Record<string, string>; want: string }> = {
    'no such branch': {
      env: () => ({ GIT_REVISION: 'none' }),
      want: "cannot pull /agent at none: fatal: couldn't find remote ref none",
    },
    'no such commit': {
      env: () => ({ GIT_REVISION: 'abcdef12' }),
      want: 'revision abcdef12 not found',
    },
    'no such repository': {
      env: () => ({ GIT_URL: `${host.url}/nothing` }),
      want: "cannot pull /nothing at main: fatal: repository '/nothing/' not found",
    },
    'no Dockerfile': {
      env: () => ({ DOCKERFILE: './Dockerfile' }),
      want: 'there is no Dockerfile in /agent at main',
    },
    'no Dockerfile in the folder': {
      env: () => ({ DOCKERFILE: 'agents/hello/Dockerfile', GIT_REVISION: '' }),
      want: 'there is no agents/hello/Dockerfile in /agent at the default branch',
    },
    'no token': {
      env: () => ({ GIT_TOKEN_FILE: '' }),
      want: "fatal: could not read Username for '': terminal prompts disabled",
    },
    'a wrong user': {
      env: () => ({ GIT_TOKEN_USER: 'somebody' }),
      want: "fatal: Authentication failed for '/agent/'",
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { env, want }) => {
    const { error, commit, log } = await pull(env());
    expect(error).toContain(want);
    expect(log).toContain(want.slice(-12));
    expect(commit).toBe('');
  });
});

describe('a Dockerfile that writes to a folder which the builder leaves out', () => {
  const message =
    'the image would lack what the Dockerfile puts into /workspace, where Tekton mounts a volume; use another folder or another builder';
  const cases: Record<string, { lines: string[]; want: string }> = {
    'as its working directory': { lines: ['FROM a', 'WORKDIR /workspace/app', 'COPY . .'], want: message },
    'as a destination': { lines: ['FROM a', 'copy --chown=1:1 x  /workspace'], want: message },
    'as a destination in JSON': { lines: ['FROM a', 'ADD ["x", "/workspace/"]'], want: message },
    'in an earlier stage, and copied out of it': {
      lines: ['FROM a AS b', 'WORKDIR /workspace', 'FROM a', 'COPY --from=b /workspace/x .'],
      want: '',
    },
    'a folder with a similar name': { lines: ['FROM a', 'WORKDIR /workspaces', 'COPY x /app/workspace'], want: '' },
    'in a comment': { lines: ['FROM a', '# WORKDIR /workspace'], want: '' },
  };
  test.each(Object.entries(cases))('%s', async (_, { lines, want }) => {
    git('agent', 'checkout', '--quiet', '-B', 'dockerfile', 'v1');
    writeFileSync(join(folder, 'agent', 'Dockerfile'), lines.join('\n'));
    git('agent', 'add', '.');
    git('agent', '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message', 'Dockerfile');
    const env = { GIT_REVISION: 'dockerfile', DOCKERFILE: './Dockerfile', KEPT_OUT: '/workspace' };
    expect((await pull(env)).error).toBe(want);
  });

  test('a builder that leaves nothing out: accepted', async () =>
    expect((await pull({ GIT_REVISION: 'dockerfile', DOCKERFILE: './Dockerfile' })).error).toBe(''));
});

describe('a symbolic link in the path of the Dockerfile', () => {
  const leaves = 'leads out of the repository by a symbolic link, which is not allowed';
  const cases: Record<string, { links: Record<string, string>; dockerfile: string; want: RegExp }> = {
    'to a file of the machine': {
      links: { Dockerfile: '/etc/passwd' },
      dockerfile: './Dockerfile',
      want: new RegExp(`^cannot pull: Dockerfile ${leaves}$`),
    },
    'to a file beside the clone': {
      links: { Dockerfile: '../token' },
      dockerfile: './Dockerfile',
      want: /^cannot pull/,
    },
    'by a link to a link': {
      links: { Dockerfile: 'b', b: 'c', c: '../token' },
      dockerfile: './Dockerfile',
      want: /^cannot pull/,
    },
    'by a folder': {
      links: { folder: '..' },
      dockerfile: './folder/token',
      want: new RegExp(`^cannot pull: folder/token ${leaves}$`),
    },
    'out of the clone and back': { links: { folder: '..' }, dockerfile: './folder/source/a', want: /^$/ },
    'to a file of the clone': { links: { Dockerfile: 'a' }, dockerfile: './Dockerfile', want: /^$/ },
    'to nothing': { links: { Dockerfile: 'nothing' }, dockerfile: './Dockerfile', want: /^there is no Dockerfile/ },
  };
  test.each(Object.entries(cases))('%s', async (_, { links, dockerfile, want }) => {
    git('agent', 'checkout', '--quiet', '-B', 'links', 'v1');
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, 'agent', name));
    git('agent', 'add', '.');
    git('agent', '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message', 'links');
    const { error } = await pull({ GIT_REVISION: 'links', DOCKERFILE: dockerfile });
    git('agent', 'checkout', '--quiet', 'main');
    expect(error).toMatch(want);
  });
});

describe('the token', () => {
  test('is not in the clone, the log or the results', async () => {
    const result = await pull();
    expect(JSON.stringify(result)).not.toContain(token);
    expect(execFileSync('grep', ['-rlsc', token, join(folder, 'out')], { encoding: 'utf8' }).trim()).toBe(
      join(folder, 'out', 'token'),
    );
    expect(source('remote', 'get-url', 'origin')).toBe(`${host.url}/agent`);
  });

  test('is sent only to the host of the spec', async () => {
    const before = host.authorizations.length;
    const { error } = await pull({ GIT_TOKEN_URL: 'https://github.com' });
    expect(error).toContain('could not read Username');
    expect(host.authorizations.slice(before).filter((given) => given !== '')).toEqual([]);
  });

  test('a URL with credentials, as a parameter of a PipelineRun: refused, and not shown', async () => {
    const { error, log } = await pull({ GIT_URL: host.url.replace('://', `://bot:${token}@`) });
    expect(error).toBe('cannot pull: no credentials inside a URL; put the token into a Secret');
    expect(log).not.toContain(token);
  });
});
