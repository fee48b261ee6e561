import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { commitFile, git, makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';

let bench: Workbench;
let origin: string;
/** The first commit of main (also the tag v1), the last of main, and one of dev (also refs/pull/7/head). */
let commits: string[];

beforeAll(() => {
  bench = makeWorkbench();
  origin = makeRepository(join(bench.folder, 'origin'));
  const first = commitFile(origin, 'a', 'a');
  git(origin, 'tag', 'v1');
  const second = commitFile(origin, 'b', 'b');
  git(origin, 'checkout', '--quiet', '-b', 'dev');
  commits = [first, second, commitFile(origin, 'c', 'c')];
  git(origin, 'update-ref', 'refs/pull/7/head', 'dev');
  git(origin, 'checkout', '--quiet', 'main');
});
afterAll(() => rmSync(bench.folder, { recursive: true }));
beforeEach(() => rmSync(join(bench.folder, 'message'), { force: true }));

const clone = (options: RepositoryContext) => runClone(bench, { url: `file://${origin}`, ...options });

describe('what is checked out', () => {
  const cases: Record<string, { options: () => RepositoryContext; want: number; depth: string; head: string }> = {
    'a branch: one commit deep': { options: () => ({ branch: 'dev' }), want: 2, depth: '1', head: 'dev' },
    'a branch, depth 0: the whole history': {
      options: () => ({ branch: 'dev', depth: 0 }),
      want: 2,
      depth: '3',
      head: 'dev',
    },
    'a tag as the branch': { options: () => ({ branch: 'v1' }), want: 0, depth: '1', head: 'HEAD' },
    'neither branch nor revision: the default branch': { options: () => ({}), want: 1, depth: '1', head: 'main' },
    'a tag': { options: () => ({ revision: 'v1' }), want: 0, depth: '1', head: 'HEAD' },
    'a commit': { options: () => ({ revision: commits[0] ?? '' }), want: 0, depth: '1', head: 'HEAD' },
    'a commit, depth 2': {
      options: () => ({ revision: commits[2] ?? '', depth: 2 }),
      want: 2,
      depth: '2',
      head: 'HEAD',
    },
    'a short commit': {
      options: () => ({ revision: commits[0]?.slice(0, 8) ?? '' }),
      want: 0,
      depth: '1',
      head: 'HEAD',
    },
    'a full ref': { options: () => ({ revision: 'refs/pull/7/head' }), want: 2, depth: '1', head: 'HEAD' },
  };
  test.each(Object.entries(cases))('%s', async (_, { options, want, depth, head }) => {
    const { status, message, target } = await clone(options());
    expect({ status, message }).toEqual({ status: 0, message: '' });
    expect(git(target, 'rev-parse', 'HEAD')).toBe(commits[want]);
    expect(git(target, 'rev-list', '--count', 'HEAD')).toBe(depth);
    expect(git(target, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe(head);
  });
});

describe('fails immediately with the reason in the termination message, and leaves nothing', () => {
  const cases: Record<string, { options: RepositoryContext; want: string }> = {
    'the repository does not exist': {
      options: { url: 'file:///nowhere/at-all', branch: 'main' },
      want: "cannot clone file:///nowhere/at-all at main: fatal: '/nowhere/at-all' does not appear to be a git repository",
    },
    'the branch does not exist': {
      options: { branch: 'none' },
      want: ' at none: warning: Could not find remote branch none',
    },
    'the revision does not exist': {
      options: { revision: 'none' },
      want: "at none: fatal: couldn't find remote ref none",
    },
    'the commit does not exist': { options: { revision: 'abcdef12' }, want: 'revision abcdef12 not found' },
  };
  test.each(Object.entries(cases))('%s', async (_, { options, want }) => {
    const { status, message, log } = await clone(options);
    expect(status).toBe(1);
    expect(message).toContain(want);
    expect(log).not.toContain('attempt 1');
  });
});

test('an unreachable server: three attempts, each reported', async () => {
  const { message, log } = await clone({ url: 'http://127.0.0.1:1/x.git', branch: 'main' });
  expect(log.match(/^attempt \d/gm)).toEqual(['attempt 1', 'attempt 2']);
  expect(message).toMatch(/^cannot clone http:\/\/127.0.0.1:1\/x.git at main in 3 attempts: fatal: unable to access/);
});

test('a folder that an earlier attempt left: replaced', async () => {
  await clone({ branch: 'dev' });
  const { status, target } = await clone({ branch: 'main' });
  expect(status).toBe(0);
  expect(existsSync(join(target, 'c'))).toBe(false);
});
