import type { RepositoryContext } from '../../api/generated/kinds.js';
import type { LocatedContext } from '../context/context-type.js';
import { isOwnContext } from '../context/listed-task.js';
import type { TemplateValue } from './expand.js';

/** Names of a template that are about the repository of the task. */
export const repositoryNames = ['repository.org', 'repository.repo', 'repository.branch'] as const;

/** The first repository of the task, one of its own before one that all tasks have. */
export function templateRepository(contexts: readonly LocatedContext[]): RepositoryContext | undefined {
  const all = contexts.filter(({ context }) => context.type === 'Repository' && context.repository);
  return (all.find(({ path }) => isOwnContext(path)) ?? all[0])?.context.repository;
}

export function repositoryValue(
  name: (typeof repositoryNames)[number],
  repository: RepositoryContext | undefined,
): TemplateValue {
  if (!repository) return { problem: 'the task has no repository', isOfTask };
  if (name === 'repository.branch') {
    const { branch } = repository;
    return branch === undefined
      ? { problem: 'the repository of the task has no branch; give it one', isOfTask }
      : { value: branch };
  }
  const value = partsOf(repository)[name === 'repository.org' ? 'org' : 'repo'];
  const problem = `the URL of the repository has no ${name.replace('repository.', '')}`;
  return value === '' ? { problem, isOfTask } : { value };
}

const isOfTask = true;

/** Of a URL, the last segment of its path, and what is before it: `team/services` and `api`. */
function partsOf({ org, repo, url }: RepositoryContext): { org: string; repo: string } {
  if (url === undefined) return { org: org ?? '', repo: repo ?? '' };
  const path = url.replace(/[?#].*$/s, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*|^[^/]*:/i, '');
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.pop() ?? '';
  return { org: segments.join('/'), repo: last.replace(/\.git$/, '') };
}
