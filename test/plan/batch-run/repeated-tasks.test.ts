import { describe, expect, test } from '@jest/globals';
import type { BatchSpec, Context, RepositoryContext } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { repeatedTaskProblems } from '../../../plan/batch-run/repeated-tasks.js';
import { canonicalRepository } from '../../../plan/context/same-repository.js';
import { makeFile, makeInputs } from '../sample.js';

const repository = (fields: Partial<RepositoryContext>): Context => ({
  type: 'Repository',
  repository: { branch: 'main', ...fields },
});
const org = repository({ org: 'org', repo: 'repo' });
const problems = (...variableContexts: Context[][]) => problemsOf({ variableContexts });
const problemsOf = (spec: BatchSpec) =>
  repeatedTaskProblems(makeInputs({ batch: { name: 'b', spec } })).map(formatFieldError);

describe('two tasks that push to one branch', () => {
  const second: Record<string, Context[]> = {
    'the same': [org],
    'as a URL': [repository({ url: 'https://github.com/org/repo.git' })],
    'without .git': [repository({ url: 'https://github.com/org/repo' })],
    'with a trailing slash': [repository({ url: 'https://github.com/org/repo.git/' })],
    'in other letter case': [repository({ url: 'https://GitHub.com/Org/Repo' })],
    'with the default port': [repository({ url: 'https://github.com:443/org/repo' })],
    'over SSH': [repository({ url: 'git@github.com:org/repo.git' })],
    'over SSH as a URL': [repository({ url: 'ssh://git@ssh.github.com:443/org/repo' })],
    'with another Secret': [repository({ org: 'org', repo: 'repo', secretRef: { name: 's' } })],
    'with the default depth and folder written out': [repository({ org: 'org', repo: 'repo', depth: 1, path: 'repo' })],
  };
  test.each(Object.entries(second))('%s: refused, and the error names both', (_, contexts) => {
    expect(problems([org], [repository({ org: 'org', repo: 'other' })], contexts)).toEqual([
      expect.stringMatching(
        /^spec\.variableContexts\[2\]: Invalid value: ".*": repeats variableContexts\[0\]: .*; remove one of them, list them in tasks with names and branchSuffix: TaskName, or give them contexts that differ$/,
      ),
    ]);
  });

  test('every repetition of three is reported, and so is one repository of several', () => {
    const tools = repository({ org: 'org', repo: 'tools' });
    expect(problems([org, tools], [org, tools], [org, tools])).toHaveLength(2);
    expect(problemsOf({ commonContext: [tools], variableContexts: [[org], [org]] })).toHaveLength(1);
  });
  test('a repository that all tasks share, and no other', () => {
    expect(problemsOf({ commonContext: [org], variableContexts: [[], []] })).toHaveLength(1);
  });
});

describe('two tasks that do not: accepted', () => {
  const cases: Record<string, Context[][]> = {
    'no repository, and equal': [[makeFile('/workspace/a', 'x')], [makeFile('/workspace/a', 'x')]],
    'other texts': [
      [org, makeFile('/workspace/a', 'x')],
      [org, makeFile('/workspace/a', 'y')],
    ],
    'other folders': [[repository({ org: 'org', repo: 'repo', path: 'a' })], [org]],
    'other branches': [[repository({ org: 'org', repo: 'repo', branch: 'dev' })], [org]],
    'other hosts': [
      [repository({ url: 'https://a.example/org/repo' })],
      [repository({ url: 'https://b.example/org/repo' })],
    ],
    'other ports of one host': [
      [repository({ url: 'https://localhost:3000/org/repo' })],
      [repository({ url: 'https://localhost:3001/org/repo' })],
    ],
    'only one repository in common': [
      [repository({ org: 'o', repo: 'a' }), org],
      [repository({ org: 'o', repo: 'b' }), org],
    ],
  };
  test.each(Object.entries(cases))('%s', (_, contexts) => expect(problems(...contexts)).toEqual([]));
});

describe('the canonical form of a URL', () => {
  const cases: Record<string, { url: string; want: string }> = {
    'of this machine': { url: 'file:///repos//a.git/', want: 'file:/repos/a' },
    'of this machine, with .. in the path': { url: 'file:///repos/b/../a.git', want: 'file:/repos/a' },
    'a host with case-sensitive paths': { url: 'https://Git.Example.org/Org/Repo', want: 'git.example.org/Org/Repo' },
    'percent-encoded': { url: 'https://git.example.org/org/%72epo', want: 'git.example.org/org/repo' },
    IPv6: { url: 'http://[::1]:8080/org/repo', want: '[::1]:8080/org/repo' },
    'git protocol': { url: 'git://git.example.org/org/repo.git', want: 'git.example.org/org/repo' },
    'a user is not part of it': { url: 'ssh://me@git.example.org:2222/org/repo', want: 'git.example.org/org/repo' },
    'text that is not a URL': { url: '%', want: '/%' },
  };
  test.each(Object.entries(cases))('%s', (_, { url, want }) => expect(canonicalRepository(url)).toBe(want));
});
