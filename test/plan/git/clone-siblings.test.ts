import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { commitFile, git, makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';
import { type GitHost, largeFile, startGitHost } from './git-host.js';
import { pointerTo } from './lfs-server.js';
import { type RecordingServer, startRecordingServer } from './recording-server.js';

const token = 'canary-token';
const sent = Buffer.from(`x-access-token:${token}`).toString('base64');
let bench: Workbench;
let evil: RecordingServer;
let host: GitHost;
/** Redirects `/to/<url>` there, as a Git host does. */
let redirects: { url: string; close: () => Promise<void> };

const repository = (name: string) => join(bench.folder, 'repositories', name);
const executed = () => existsSync(join(bench.folder, 'executed'));

async function startRedirects() {
  const server = createServer(({ url = '' }, response) => {
    const [, to = '', rest = ''] = /^\/to\/([^/]+)(.*)$/.exec(url) ?? [];
    response.writeHead(302, { location: `${decodeURIComponent(to)}${rest}` }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise<void>((closed) => server.close(() => closed())) };
}

beforeAll(async () => {
  bench = makeWorkbench();
  evil = await startRecordingServer();
  redirects = await startRedirects();
  for (const name of ['plain', 'library']) makeRepository(repository(name), { a: name });
  host = await startGitHost(join(bench.folder, 'repositories'), 'x-access-token', token);
});
afterAll(async () => {
  await host.close();
  await evil.close();
  await redirects.close();
  rmSync(bench.folder, { recursive: true });
});
beforeEach(() => {
  for (const name of ['message', 'secret', '.gitconfig', '.config', 'executed'])
    rmSync(join(bench.folder, name), { force: true, recursive: true });
});
afterEach(() => {
  expect(JSON.stringify(evil.requests)).not.toContain(sent);
  expect(executed()).toBe(false);
});

const clone = (url: string, options: RepositoryContext = {}) => runClone(bench, { url, ...options }, { token });

describe('spellings of one repository: the token is sent', () => {
  const spellings: Record<string, () => string> = {
    'with .git': () => `${host.url}/plain/.git`,
    'with a slash at the end': () => `${host.url}/plain/`,
    'a host in upper case': () => `${host.url.replace('127.0.0.1', 'LOCALHOST')}/plain`,
  };
  test.each(Object.entries(spellings))('%s', async (_, url) => {
    const { status, message } = await clone(url());
    expect({ status, message }).toEqual({ status: 0, message: '' });
  });
});

describe('redirects', () => {
  const to = (url: string) => `${redirects.url}/to/${encodeURIComponent(url)}`;
  test.each([
    ['to another port', () => to(`${host.url}/plain`)],
    ['to another host', () => to(`${host.url.replace('127.0.0.1', 'localhost')}/plain`)],
    ['to a host that asks for a password', () => to(evil.url)],
    ['to a URL with a user', () => to(evil.url.replace('//', '//x-access-token@'))],
    ['twice', () => to(to(evil.url))],
    ['to a file', () => to(`file://${repository('plain')}`)],
  ])('%s: the token is not sent', async (_, url) => {
    const before = host.authorizations.filter(Boolean).length;
    const { status, message } = await clone(url());
    expect({ status, sent: host.authorizations.filter(Boolean).length - before }).toEqual({ status: 1, sent: 0 });
    expect(message).not.toContain(token);
  });
});

describe('the configuration of the image', () => {
  const touch = () => `!touch ${bench.folder}/executed; echo`;
  const configured: Record<string, { config: () => string; status: number }> = {
    'a credential helper for all': { config: () => `[credential]\n\thelper = ${touch()}\n`, status: 0 },
    'a credential helper of the host': {
      config: () => `[credential "${host.url}"]\n\thelper = ${touch()}\n\tusername = other\n`,
      status: 0,
    },
    'a helper that stores': { config: () => '[credential]\n\thelper = store\n', status: 0 },
    'a program that asks': { config: () => `[core]\n\taskPass = ${bench.folder}/ask\n`, status: 0 },
    hooks: { config: () => `[core]\n\thooksPath = ${bench.folder}/hooks\n`, status: 0 },
    'a template with hooks': { config: () => `[init]\n\ttemplateDir = ${bench.folder}/template\n`, status: 0 },
    'another server in place of the host': {
      config: () => `[url "${evil.url}/"]\n\tinsteadOf = ${host.url}/\n`,
      status: 1,
    },
  };
  test.each(Object.entries(configured))('%s: the token reaches its host alone', async (_, { config, status: want }) => {
    for (const folder of ['hooks', 'template/hooks']) {
      mkdirSync(join(bench.folder, folder), { recursive: true });
      const hook = `#!/bin/sh\ntouch ${bench.folder}/executed\n`;
      writeFileSync(join(bench.folder, folder, 'post-checkout'), hook, { mode: 0o755 });
    }
    writeFileSync(join(bench.folder, 'ask'), `#!/bin/sh\ntouch ${bench.folder}/executed\necho x\n`, { mode: 0o755 });
    writeFileSync(join(bench.folder, '.gitconfig'), config());
    expect((await clone(`${host.url}/plain`)).status).toBe(want);
    expect(existsSync(join(bench.folder, '.git-credentials'))).toBe(false);
  });
});

describe('what .gitmodules may say', () => {
  const modules: Record<string, { settings: () => Record<string, string>; want: RegExp }> = {
    'a command as update': {
      settings: () => ({ update: `!touch ${bench.folder}/executed` }),
      want: /invalid value for 'submodule.library.update'/,
    },
    'a line end in its URL': {
      settings: () => ({ url: `${host.url.replace('http', 'https')}%0ahost=evil.example/x` }),
      want: /newline|url has no scheme|unable to/,
    },
    'an option as URL': { settings: () => ({ url: '--upload-pack=touch executed' }), want: /./ },
    'a path of this machine': {
      settings: () => ({ url: repository('library') }),
      want: /transport 'file' not allowed/,
    },
    'a user of the same host': { settings: () => ({ url: `${host.url.replace('//', '//me@')}/library` }), want: /^$/ },
    'another host, by a dot': {
      settings: () => ({ url: `${evil.url.replace('127.0.0.1', '127.0.0.1.')}/x` }),
      want: /./,
    },
    'another host, by user info': {
      settings: () => ({ url: `${evil.url.replace('//', `//${new URL(host.url).host}@`)}/x` }),
      want: /Authentication failed for 'http/,
    },
    'another host, by a backslash': {
      settings: () => ({ url: `${host.url}\\@${new URL(evil.url).host}/x` }),
      want: /./,
    },
    'a helper of its own': {
      settings: () => ({ url: `${host.url}/library`, 'credential.helper': '!touch executed' }),
      want: /^$/,
    },
  };
  test.each(Object.entries(modules))('%s', async (title, { settings, want }) => {
    const name = `sub-${Object.keys(modules).indexOf(title)}`;
    makeRepository(repository(name));
    git(repository(name), 'submodule', '--quiet', 'add', `file://${repository('library')}`, 'library');
    for (const [key, value] of Object.entries({ url: `${host.url}/library`, ...settings() }))
      git(repository(name), 'config', '--file', '.gitmodules', `submodule.library.${key}`, value);
    commitFile(repository(name), 'a', name);
    const { message } = await clone(`${host.url}/${name}`, { submodules: 'recursive' });
    expect(message).toMatch(want);
    expect(message).not.toContain(token);
  });
});

const hasLfs = existsSync('/usr/bin/git-lfs') || existsSync('/usr/local/bin/git-lfs');

describe('what .lfsconfig may say', () => {
  const configs: Record<string, () => string> = {
    'another default remote': () => `[remote]\n\tlfsdefault = ${evil.url}/x\n`,
    'another remote for pushes': () => `[remote]\n\tlfspushdefault = ${evil.url}/x\n`,
    'a scheme in upper case': () => `[lfs]\n\turl = ${evil.url.replace('http', 'HTTP')}/x\n`,
    'a key in upper case': () => `[LFS]\n\tURL = ${evil.url}/x\n`,
    'the last of several': () => `[lfs]\n\turl = ${host.url}/plain\n\turl = ${evil.url}/x\n`,
    'the first of several': () => `[lfs]\n\turl = ${evil.url}/x\n\turl = ${host.url}/plain\n`,
    'a backslash before the @': () => `[lfs]\n\turl = "${host.url}\\\\@${new URL(evil.url).host}/x"\n`,
    'a fragment before the @': () => `[lfs]\n\turl = "${evil.url}/#@${new URL(host.url).host}/x"\n`,
    'another port': () => `[lfs]\n\turl = ${host.url.replace(/\d+$/, new URL(evil.url).port)}/x\n`,
    'a blank before it': () => `[lfs]\n\turl = " ${evil.url}/x"\n`,
    'a tab before it': () => `[lfs]\n\turl = "\\t${evil.url}/x"\n`,
    'a line end in it': () => `[lfs]\n\turl = "${host.url}/plain\\n${evil.url}/x"\n`,
    'an included file': () => '[include]\n\tpath = other\n[lfs]\n\turl = ssh://evil.example/x\n',
    'a protocol-relative URL': () => `[lfs]\n\turl = ${evil.url.replace('http:', '')}/x\n`,
  };
  (hasLfs ? test : test.skip)('the remote that there is: its files', async () => {
    makeRepository(repository('lfs-origin'), {
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      '.lfsconfig': '[remote]\n\tlfsdefault = origin\n\tlfspushdefault = origin\n',
      'large.bin': pointerTo(largeFile),
    });
    const { status, target } = await clone(`${host.url}/lfs-origin`, { lfs: true, revision: 'main' });
    expect([status, readFileSync(join(target, 'large.bin'), 'utf8')]).toEqual([0, largeFile]);
  });

  const nameOf = (title: string) => `lfs-${title.replaceAll(/\W/g, '-')}`;
  beforeAll(() => {
    for (const [title, config] of hasLfs ? Object.entries(configs) : [])
      makeRepository(repository(nameOf(title)), {
        '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
        other: `[lfs]\n\turl = ${evil.url}/x\n`,
        '.lfsconfig': config(),
        'large.bin': pointerTo(largeFile),
      });
  });

  /** Without a branch, another setting names the remote. */
  const cases = Object.keys(configs).flatMap((title): [string, string, RepositoryContext][] => [
    [title, title, {}],
    [`${title}, at a revision`, title, { revision: 'main' }],
  ]);
  (hasLfs ? test.each : test.skip.each)(cases)('%s: not asked', async (_, title, options) => {
    const asked = evil.requests.length;
    await clone(`${host.url}/${nameOf(title)}`, { lfs: true, ...options });
    expect({ title, asked: evil.requests.length - asked }).toEqual({ title, asked: 0 });
  });
});
