import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UserError } from '../../../cli/errors/user-error.js';
import { gitManifests } from '../../../cli/review/git-manifests.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'git-base-')));
const env = {
  PATH: process.env['PATH'],
  HOME: root,
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a' },
  ...{ GIT_COMMITTER_EMAIL: 'a@example.com', GIT_CONFIG_NOSYSTEM: '1', GIT_ALLOW_PROTOCOL: 'file' },
};
const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const origin = join(root, 'origin');
const clone = join(root, 'clone');
const shallow = join(root, 'shallow');

beforeAll(() => {
  mkdirSync(join(origin, 'dist', 'eu'), { recursive: true });
  git(origin, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(origin, 'dist', 'a.yaml'), 'a: 1\n');
  writeFileSync(join(origin, 'dist', 'eu', 'a "b"\n$(touch x).yaml'), 'b: 1\n');
  writeFileSync(join(origin, 'dist', ':(exclude)x.yml'), 'c: 1\n');
  writeFileSync(join(origin, 'dist', 'notes.txt'), 'no manifest\n');
  symlinkSync('/etc/passwd', join(origin, 'dist', 'link.yaml'));
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '-m', 'one');
  git(root, 'clone', '--quiet', origin, clone);
  git(clone, 'checkout', '--quiet', '-b', 'change');
  writeFileSync(join(clone, 'dist', 'a.yaml'), 'a: 2\n');
  git(clone, 'commit', '--quiet', '-am', 'two');
  // Somebody else goes on with main.
  writeFileSync(join(origin, 'dist', 'a.yaml'), 'a: 3\n');
  git(origin, 'commit', '--quiet', '-am', 'three');
  git(clone, 'fetch', '--quiet', 'origin');
  git(root, 'clone', '--quiet', '--depth=1', '--branch=main', `file://${clone}`, shallow);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const read = (paths: readonly string[], revision: string, directory = clone) => {
  const { manifests, ...base } = gitManifests(paths, revision, { directory, env });
  return { ...base, texts: [...manifests].map(({ name, text }) => [name, text.trim()]) };
};

const errorOf = (action: () => unknown): readonly string[] => {
  try {
    return [`no error: ${JSON.stringify(action())}`];
  } catch (error) {
    return error instanceof UserError ? [error.message, ...error.hints] : [`another error: ${error}`];
  }
};

describe('the manifests of a revision', () => {
  test('a folder: its manifests, whatever they are called, as they were where the branch began; no link is followed', () => {
    expect(read(['dist'], 'origin/main')).toEqual({
      commit: git(clone, 'merge-base', 'HEAD', 'origin/main'),
      isMergeBase: true,
      texts: [
        ['dist/:(exclude)x.yml', 'c: 1'],
        ['dist/a.yaml', 'a: 1'],
        ['dist/eu/a "b"\n$(touch x).yaml', 'b: 1'],
      ],
    });
  });
  test('a file, from a folder below', () => {
    expect(read(['../a.yaml'], 'origin/main', join(clone, 'dist', 'eu')).texts).toEqual([['dist/a.yaml', 'a: 1']]);
  });
  test('a path whose name is a pattern of git', () => {
    expect(read(['dist/:(exclude)x.yml'], 'origin/main').texts).toEqual([['dist/:(exclude)x.yml', 'c: 1']]);
  });
  test('a path that was not there: nothing', () => {
    writeFileSync(join(clone, 'new.yaml'), 'a: 1\n');
    expect(read(['new.yaml'], 'origin/main').texts).toEqual([]);
  });
  test('the checkout stays as it is', () => {
    expect(git(clone, 'status', '--porcelain')).toBe('?? new.yaml');
  });
});

describe('what cannot be compared: one error that says what to do', () => {
  const cases: Record<string, { paths?: string[]; revision?: string; directory?: () => string; want: string[] }> = {
    'a branch that was not fetched': {
      revision: 'origin/next',
      want: ['Cannot compare with "origin/next": the repository does not have it', 'fetch it: git fetch origin next'],
    },
    'a branch without its remote': {
      revision: 'next',
      want: [
        'Cannot compare with "next": the repository does not have it',
        'fetch it: git fetch origin next, then --base origin/next',
      ],
    },
    'a shallow clone': {
      revision: 'origin/next',
      directory: () => shallow,
      want: [
        'Cannot compare with "origin/next": the clone is shallow and does not have it',
        'fetch it: git fetch origin next:refs/remotes/origin/next',
      ],
    },
    'a revision that looks like an option': {
      revision: '--output=x',
      want: ['Cannot compare with "--output=x": the repository does not have it', 'name a branch, a tag or a commit'],
    },
    'an earlier commit that is not there': {
      revision: 'HEAD~99',
      want: ['Cannot compare with "HEAD~99": the repository does not have it', 'name a branch, a tag or a commit'],
    },
    stdin: {
      paths: ['-'],
      want: ['Cannot compare stdin with a revision: it has no path there', 'use -f <file> with --base'],
    },
    'no repository': {
      paths: ['.'],
      directory: () => root,
      want: [
        'Cannot compare . with a revision: it is in no Git repository that may be read',
        `git -C ${root} status says why`,
      ],
    },
    'two repositories': {
      paths: ['dist', join(shallow, 'dist')],
      want: [
        `Cannot compare with origin/main: dist and ${join(shallow, 'dist')} are in two repositories`,
        'plan the paths of each repository by themselves',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { paths = ['dist'], revision = 'origin/main', directory, want }) => {
    expect(errorOf(() => read(paths, revision, directory?.() ?? clone))).toEqual(want);
  });
});

test('a submodule below the path: an error', () => {
  git(clone, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, 'dist/sub');
  git(clone, 'commit', '--quiet', '-m', 'submodule');
  expect(errorOf(() => read(['dist'], 'HEAD'))).toEqual([
    'Cannot compare dist with a revision: "dist/sub" is a submodule',
    'name files or folders outside of it, or run the command inside of it',
  ]);
});

test('a shallow clone without the merge base: the tip of the revision', () => {
  git(shallow, 'checkout', '--quiet', '--orphan', 'other');
  git(shallow, 'commit', '--quiet', '-m', 'other');
  expect(read(['dist'], 'origin/main', shallow)).toMatchObject({
    commit: git(shallow, 'rev-parse', 'origin/main'),
    isMergeBase: false,
  });
});
