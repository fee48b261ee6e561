import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { plannedRepositories } from '../../../plan/context/repository.js';
import { makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';
import { startGitHost } from './git-host.js';

/** The examples of the page: a context, and the keys of the Secret that its command creates. */
const page =
  readFileSync('docs/repositories.md', 'utf8')
    .split('\n## ')
    .find((part) => part.startsWith('Hosts')) ?? '';
const examples = page
  .split('\n### ')
  .slice(1)
  .map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    repository: parse(/```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '').repository as RepositoryContext,
    secret: Object.fromEntries(
      [...section.matchAll(/--from-literal=(\w+)=("[^"]*"|\S+)/g)].map(([, key = '', value = '']) => [key, value]),
    ) as Record<string, string>,
  }));

let bench: Workbench;
beforeAll(() => {
  bench = makeWorkbench();
});
afterAll(() => rmSync(bench.folder, { recursive: true }));

const urlOf = (repository: RepositoryContext): string =>
  repository.url ?? `https://github.com/${repository.org}/${repository.repo}.git`;

test('the page has an example for each kind of host', () =>
  expect(examples.map(({ title }) => title)).toEqual([
    'GitHub',
    'GitLab',
    'Gitea and Forgejo',
    'SSH, on any host',
    'Files',
  ]));

test.each(examples)('$title: the context can be planned', ({ repository }) => {
  const context = { type: 'Repository' as const, repository };
  expect(plannedRepositories([{ context, path: '', owner: 'template' }])).toHaveLength(1);
});

const withTokens = examples.filter(({ secret }) => 'token' in secret);

test.each(withTokens)('$title: the clone works with the keys of its Secret', async ({ repository, secret }) => {
  const own = makeWorkbench();
  const { pathname } = new URL(urlOf(repository));
  const repositories = join(own.folder, 'repositories');
  makeRepository(join(repositories, pathname), { a: 'a' });
  const host = await startGitHost(repositories, secret['username'] ?? 'x-access-token', 'token');
  const cloned = await runClone(own, { url: `${host.url}${pathname}` }, { ...secret, token: 'token' });
  const hasFile = existsSync(join(cloned.target, 'a'));
  await host.close();
  rmSync(own.folder, { recursive: true });
  expect({ status: cloned.status, message: cloned.message, hasFile }).toEqual({
    status: 0,
    message: '',
    hasFile: true,
  });
});

test('Files: the clone works with a path of this machine', async () => {
  const folder = makeRepository(join(bench.folder, 'srv'), { a: 'a' });
  expect((await runClone(bench, { url: `file://${folder}` })).status).toBe(0);
});
