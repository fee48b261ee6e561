import { expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { taskDisplayName } from '../../../plan/batch-run/task-display-name.js';

const located = (repository: Partial<RepositoryContext>, path = 'spec.variableContexts[7][0]') => ({
  context: { type: 'Repository' as const, repository: { branch: 'main', ...repository } },
  owner: 'template' as const,
  path,
});

const cases: Record<string, { repository: Partial<RepositoryContext>; want: string }> = {
  'org and repo': { repository: { org: 'org', repo: 'repo' }, want: 'org/repo' },
  'a URL': { repository: { url: 'https://git.example.org/group/sub/repo.git' }, want: 'sub/repo' },
  'a URL with a trailing slash': { repository: { url: 'https://git.example.org/org/repo/' }, want: 'org/repo' },
  'a URL with one segment: without the host': {
    repository: { url: 'https://user:secret@host/repo.git' },
    want: 'repo',
  },
  'a URL with a query': { repository: { url: 'https://host/org/repo?private_token=secret' }, want: 'org/repo' },
  'scp-like': { repository: { url: 'git@host:org/repo.git' }, want: 'org/repo' },
  ssh: { repository: { url: 'ssh://git@host:2222/org/repo.git' }, want: 'org/repo' },
  'of this machine: without its folders': { repository: { url: 'file:///home/me/repos/a.git' }, want: 'a' },
  'another folder': { repository: { url: 'file:///repos/a.git', path: 'svc-b' }, want: 'a (svc-b)' },
  'a folder of the same name': { repository: { org: 'org', repo: 'repo', path: 'src/repo' }, want: 'org/repo' },
  'control characters': { repository: { url: 'https://host/org/re\u001b[2Jpo\u202e' }, want: 'org/re [2Jpo' },
  'only a host': { repository: { url: 'https://host' }, want: 'task-7' },
  'too long: its end': { repository: { org: 'o', repo: `x${'é'.repeat(120)}y` }, want: `…${'é'.repeat(98)}y` },
};
test.each(Object.entries(cases))('%s', (_, { repository, want }) => {
  expect(taskDisplayName([located(repository)], 7)).toBe(want);
});

test('a repository that all tasks share: the other one gives the name', () => {
  const tools = located({ org: 'org', repo: 'tools' }, 'spec.commonContext[0]');
  expect(taskDisplayName([tools, located({ org: 'org', repo: 'own' })], 0)).toBe('org/own');
  expect(taskDisplayName([tools], 0)).toBe('org/tools');
});
test('no repository', () => expect(taskDisplayName([], 3)).toBe('task-3'));
