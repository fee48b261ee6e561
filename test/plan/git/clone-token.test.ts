import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { commitFile, git, makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';
import { type GitHost, largeFile, startGitHost } from './git-host.js';
import { pointerTo } from './lfs-server.js';
import { type RecordingServer, startRecordingServer } from './recording-server.js';

const token = 'canary-token';
let bench: Workbench;
let evil: RecordingServer;
let host: GitHost;

const repository = (name: string) => join(bench.folder, 'repositories', name);

beforeAll(async () => {
  bench = makeWorkbench();
  evil = await startRecordingServer();
  for (const name of ['plain', 'library', 'group/inner']) makeRepository(repository(name), { a: name });
  makeSubmodules();
  const attributes = '*.bin filter=lfs diff=lfs merge=lfs -text\n';
  makeRepository(repository('lfs'), { '.gitattributes': attributes, 'large.bin': pointerTo(largeFile) });
  host = await startGitHost(join(bench.folder, 'repositories'), 'x-access-token', token);
  for (const [name, text] of Object.entries(lfsServers()))
    makeRepository(repository(name), {
      '.gitattributes': attributes,
      '.lfsconfig': text,
      'large.bin': pointerTo(largeFile),
    });
  makeRepository(repository('lfs-link'), { '.gitattributes': attributes, 'large.bin': pointerTo(largeFile) });
  symlinkSync(`${bench.folder}/elsewhere`, join(repository('lfs-link'), '.lfsconfig'));
  commitFile(repository('lfs-link'), 'a', 'a');
});
afterAll(async () => {
  await host.close();
  await evil.close();
  rmSync(bench.folder, { recursive: true });
});

/** What .lfsconfig says, by name of the repository. */
const lfsServers = (): Record<string, string> => ({
  'lfs-own': `[lfs]\n\turl = ${host.url}/other/info/lfs\n`,
  'lfs-evil': `[lfs]\n\turl = ${evil.url}/info/lfs\n`,
  'lfs-userinfo': `[lfs]\n\turl = ${evil.url.replace('//', `//${new URL(host.url).host}@`)}/info/lfs\n`,
  'lfs-remote': `[remote "origin"]\n\tlfsurl = ${evil.url}/info/lfs\n`,
  'lfs-push': `[lfs]\n\tpushurl = ${evil.url}/info/lfs\n`,
  'lfs-push-remote': `[remote "origin"]\n\tlfspushurl = ${evil.url}/info/lfs\n`,
  'lfs-file': `[lfs]\n\turl = file://${repository('lfs')}/.git\n`,
  'lfs-folder': `[lfs]\n\turl = ${repository('lfs')}/.git\n`,
  'lfs-ssh': '[lfs]\n\turl = ssh://git@evil.example/x\n',
  'lfs-scp': '[lfs]\n\turl = git@evil.example:x\n',
  'lfs-ext': '[lfs]\n\turl = ext::sh -c id\n',
});

function makeSubmodules(): void {
  git(repository('library'), 'submodule', '--quiet', 'add', '../group/inner', 'inner');
  git(repository('library'), 'commit', '--quiet', '-m', 'inner');
  for (const [name, url] of Object.entries({
    'sub-relative': '../library',
    'sub-evil': `${evil.url}/evil.git`,
    'sub-file': `file://${repository('plain')}`,
    'sub-ext': `ext::sh -c touch% ${bench.folder}/executed`,
  })) {
    makeRepository(repository(name));
    git(repository(name), 'submodule', '--quiet', 'add', `file://${repository('library')}`, 'library');
    git(repository(name), 'config', '--file', '.gitmodules', 'submodule.library.url', url);
    commitFile(repository(name), 'a', name);
  }
}

beforeEach(() => {
  rmSync(join(bench.folder, 'message'), { force: true });
  rmSync(join(bench.folder, 'secret'), { force: true, recursive: true });
});
afterEach(() => expect(JSON.stringify(evil.requests)).not.toContain('Basic'));

const clone = (name: string, options: RepositoryContext = {}) =>
  runClone(bench, { url: `${host.url}/${name}`, ...options }, { token });

const inClone = (target: string, file: string) => {
  const path = join(target, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

describe('submodules', () => {
  test('not requested: not cloned, with a note', async () => {
    const { status, message, target } = await clone('sub-relative');
    expect(status).toBe(0);
    expect(inClone(target, 'library/a')).toBeUndefined();
    expect(message).toBe(
      'note: the repository has 1 submodules, which are not cloned; set submodules: true or recursive\n',
    );
  });

  test('true: submodules of the repository, with the token, but not nested ones', async () => {
    const { status, message, target } = await clone('sub-relative', { submodules: true });
    expect({ status, message }).toEqual({ status: 0, message: '' });
    expect(inClone(target, 'library/a')).toBe('library');
    expect(inClone(target, 'library/inner/a')).toBeUndefined();
    expect(git(join(target, 'library'), 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  test('recursive: nested submodules too', async () => {
    const { target } = await clone('sub-relative', { submodules: 'recursive' });
    expect(inClone(target, 'library/inner/a')).toBe('group/inner');
  });

  const refused: Record<string, { name: string; want: RegExp }> = {
    'on another host: requested without the token': {
      name: 'sub-evil',
      want: /; the token is for http:\/\/127.0.0.1:\d+\/ alone$/,
    },
    'in the file system': { name: 'sub-file', want: /transport 'file' not allowed/ },
    'that execute a command': { name: 'sub-ext', want: /transport 'ext' not allowed/ },
  };
  test.each(Object.entries(refused))('%s: refused and not retried', async (_, { name, want }) => {
    const { status, message, log } = await clone(name, { submodules: 'recursive' });
    expect(status).toBe(1);
    expect(message).toMatch(want);
    expect(log).not.toContain('attempt 1');
    expect(existsSync(join(bench.folder, 'executed'))).toBe(false);
  });
});

describe('the token', () => {
  test('is not in the clone, the log, the home folder or any credential store', async () => {
    const { log, target, message } = await clone('plain');
    expect(log + message).not.toContain(token);
    expect(existsSync(join(bench.folder, '.git-credentials'))).toBe(false);
    expect(() => execFileSync('grep', ['-r', token, target, join(bench.folder, 'tmp')])).toThrow();
  });

  test('wrong: one request with it', async () => {
    const before = host.authorizations.filter(Boolean).length;
    const { message } = await runClone(bench, { url: `${host.url}/plain`, branch: 'main' }, { token: 'wrong' });
    expect(message).toMatch(
      /^cannot clone .* at main: fatal: Authentication failed .*; the server does not take what is in the Secret$/,
    );
    expect(host.authorizations.filter(Boolean).length - before).toBe(1);
  });

  test('none, where one is needed: the error says so', async () => {
    const { message } = await runClone(bench, { url: `${host.url}/plain` });
    expect(message).toContain('; a private repository needs a Secret that secretRef names');
  });
});

describe('an unusable Secret', () => {
  const cases: Record<string, { secret: Record<string, string>; want: string }> = {
    'no known key': { secret: { user: 'x' }, want: 'the Secret has none of the keys token and password' },
    'an empty token': { secret: { token: '\n' }, want: 'the key token of the Secret is empty' },
    'a token of two lines': { secret: { token: 'a\nb' }, want: 'the key token of the Secret has more than one line' },
  };
  test.each(Object.entries(cases))('%s: the error names it before any request', async (_, { secret, want }) => {
    const before = host.authorizations.length;
    const { status, message } = await runClone(bench, { url: `${host.url}/plain` }, secret);
    expect(status).toBe(1);
    expect(message).toContain(want);
    expect(host.authorizations.length).toBe(before);
  });
});

const hasLfs = existsSync('/usr/bin/git-lfs') || existsSync('/usr/local/bin/git-lfs');
if (!hasLfs) console.warn('SKIPPED: files in Git LFS are not tried, because this machine has no git-lfs');

describe('files in Git LFS', () => {
  test('not requested: only their pointers, with a note', async () => {
    const { status, message, target } = await clone('lfs');
    expect(status).toBe(0);
    expect(inClone(target, 'large.bin')).toBe(pointerTo(largeFile));
    expect(message).toBe(
      'note: the repository has 1 files in Git LFS, of which only the pointers are here; set lfs: true\n',
    );
  });

  (hasLfs ? test : test.skip)('requested: the files, and commits of the agent are stored there too', async () => {
    const { status, message, target } = await clone('lfs', { lfs: true });
    expect({ status, message }).toEqual({ status: 0, message: '' });
    expect(inClone(target, 'large.bin')).toBe(largeFile);
    expect(git(target, 'status', '--porcelain')).toBe('');
    expect(inClone(target, '.git/hooks/pre-push')).toContain('git lfs pre-push');
  });

  (hasLfs ? test : test.skip)('at another place of the same host: the files', async () => {
    const { status, target } = await clone('lfs-own', { lfs: true });
    expect({ status, large: inClone(target, 'large.bin') }).toEqual({ status: 0, large: largeFile });
  });

  (hasLfs ? test.each : test.skip.each)([
    ...['lfs-evil', 'lfs-userinfo', 'lfs-remote', 'lfs-push', 'lfs-push-remote'],
    ...['lfs-file', 'lfs-folder', 'lfs-ssh', 'lfs-scp', 'lfs-ext'],
  ])('%s, a server that is elsewhere: refused, and not asked', async (name) => {
    const asked = evil.requests.length;
    const { status, message, log } = await clone(name, { lfs: true });
    expect({ status, asked: evil.requests.length }).toEqual({ status: 1, asked });
    expect(message).toMatch(
      /\S in .lfsconfig of the repository is not allowed: its files in Git LFS must be on the host of http:/,
    );
    expect(log).not.toContain('attempt 1');
  });

  (hasLfs ? test : test.skip)('named in a link: refused', async () => {
    const { status, message } = await clone('lfs-link', { lfs: true });
    expect({ status, message }).toEqual({
      status: 1,
      message: expect.stringContaining('.lfsconfig of the repository is a symbolic link, which is not allowed'),
    });
  });
});
