import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeToken } from '../token-folder.js';
import { requestOf } from './bench.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'helper-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What git gets that asks for a URL, with a token that ends in some seconds. */
function ask(url: string, seconds = 60, action = 'get') {
  const token = { username: 'me', token: 'secret-token', expiresAt: Date.now() + seconds * 1000 };
  writeToken(requestOf(folder, { place: 'https://github.com/acme/api' }), token);
  writeFileSync(join(folder, 'config'), `[credential]\nhelper = !sh ${folder}/token/helper\nuseHttpPath = true\n`);
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_GLOBAL: join(folder, 'config'),
    GIT_TERMINAL_PROMPT: '0',
  };
  const words = action === 'get' ? ['fill'] : [action];
  return spawnSync('git', ['credential', ...words], { input: `url=${url}\n\n`, encoding: 'utf8', env, cwd: folder });
}

describe('which requests of git it answers', () => {
  const cases: Record<string, { url: string; want: boolean }> = {
    'the repository': { url: 'https://github.com/acme/api.git', want: true },
    'without .git, with a slash': { url: 'https://github.com/acme/api/', want: true },
    'its Git LFS': { url: 'https://github.com/acme/api.git/info/lfs/objects/1', want: true },
    'its default port': { url: 'https://github.com:443/acme/api', want: true },
    'another repository': { url: 'https://github.com/acme/web', want: false },
    'a longer name': { url: 'https://github.com/acme/api-2', want: false },
    'one below it': { url: 'https://github.com/acme/api/x', want: false },
    dots: { url: 'https://github.com/acme/web/../api', want: false },
    'another host': { url: 'https://evil.example/acme/api', want: false },
    'another scheme': { url: 'http://github.com/acme/api', want: false },
    'another port': { url: 'https://github.com:8443/acme/api', want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { url, want }) =>
    expect(ask(url).stdout.includes('username=me\npassword=secret-token\n')).toBe(want),
  );
});

test('a token that has expired: git stops, and says why', () => {
  const { status, stdout, stderr } = ask('https://github.com/acme/api', -1);
  expect({ status, stdout }).toEqual({ status: 128, stdout: '' });
  expect(stderr).toMatch(/the token for https:\/\/github\.com\/acme\/api has expired; set refresh: true in gitTokens/);
});

test('git stores or erases it: nothing happens', () => {
  expect(ask('https://github.com/acme/api', 60, 'reject').stdout).toBe('');
  expect(ask('https://github.com/acme/api').stdout).toContain('secret-token');
});
