import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cloneScript } from '../../plan/pod/clone-script.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clone-'));
  const origin = join(folder, 'origin');
  const git = (...args: string[]) => execFileSync('git', ['-C', origin, ...args], { stdio: 'pipe' });
  mkdirSync(origin);
  git('init', '--quiet', '--initial-branch', 'main');
  for (const file of ['a', 'b']) {
    writeFileSync(join(origin, file), file);
    git('add', file);
    git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '-m', file);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function clone(env: Record<string, string>) {
  const message = join(folder, 'message');
  const { status } = spawnSync('/bin/sh', ['-c', cloneScript, 'clone-0'], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      KUBETASK_MESSAGE: message,
      GIT_URL: `file://${folder}/origin`,
      GIT_BRANCH: 'main',
      GIT_DEPTH: '1',
      GIT_TARGET: join(folder, 'workspace', 'origin'),
      ...env,
    },
  });
  return { status, message: existsSync(message) ? readFileSync(message, 'utf8').replaceAll(folder, '') : '' };
}

const commits = () =>
  execFileSync('git', ['-C', join(folder, 'workspace', 'origin'), 'rev-list', '--count', 'HEAD'], {
    encoding: 'utf8',
  }).trim();

test.each([
  ['depth 1: one commit', '1', '1'],
  ['depth 0: the whole history', '0', '2'],
])('%s', (_, depth, want) => {
  expect(clone({ GIT_DEPTH: depth })).toEqual({ status: 0, message: '' });
  expect(commits()).toBe(want);
});

describe('fails with the reason in the termination message, and at once', () => {
  const cases: Record<string, { env: Record<string, string>; want: string }> = {
    'the repository does not exist': {
      env: { GIT_URL: 'file:///nowhere/at-all' },
      want: 'cannot clone file:///nowhere/at-all at main: ',
    },
    'the branch does not exist': {
      env: { GIT_BRANCH: 'none' },
      want: 'at none: warning: Could not find remote branch none',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { env, want }) => {
    const { status, message } = clone(env);
    expect(status).toBe(1);
    expect(message).toContain(want);
  });
});

test('a token: reaches git through the credential helper, not the command line', () => {
  const secret = join(folder, 'secret');
  mkdirSync(secret);
  writeFileSync(join(secret, 'token'), 'canary');
  const fill = cloneScript.replace(
    /until output[\s\S]*/,
    "printf 'protocol=https\\nhost=h\\n\\n' | git credential fill",
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_SECRET_DIR: secret,
    GIT_DEPTH: '1',
    KUBETASK_MESSAGE: '/dev/null',
  };
  const output = execFileSync('/bin/sh', ['-c', fill, 'clone-0'], { env, encoding: 'utf8' });
  expect(output).toContain('username=x-access-token\npassword=canary\n');
});
